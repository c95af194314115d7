struct hidden { int a; char *b; };
struct node { struct hidden h; struct node *next; };
static int helper(struct node *n, int more) { return n->h.a + more; }
void update_point(void);
int in_b(struct hidden *h, struct node *n) { update_point(); n->h = *h; return helper(n, 1); }
int main(void) { return in_b(0, 0); }
