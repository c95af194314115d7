/* One tag, two spellings of its members; another that is two types; a static function that the other file has, too. */
struct hidden { int PRIVATE_a; char *PRIVATE_b; };
struct node { int a; };
static int helper(struct node *n) { return n->a; }
void update_point(void);
int in_a(struct hidden *h, struct node *n) { update_point(); h->PRIVATE_a = helper(n); return 0; }
