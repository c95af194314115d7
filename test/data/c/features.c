/* What is used after update_point, function by function: test/c-reading.test.ts says what it has to be. */
struct other { int o; };
struct s {
  int m;
  int arr[4];
  struct in { int x; } inner;
  int bits : 3;
  union { int i; float f; };
  struct { int z; } named;
};
enum e { A, B };
enum { LIMIT = 10 };
typedef unsigned int u32;
typedef struct s s_t;
typedef struct { int t; } tagless;
typedef int (*handler)(struct s *);
int g;
static int sg;
extern int elsewhere;
int *kept;
void update_point(void);
void take(void *);
void call_it(void (*)(void));
void *signal(int, void (*)(int));
void exit(int) __attribute__((noreturn));
static int later(int);
int own(struct s *p);

void member(struct s *p) { update_point(); p->m = 1; }
void member_of_typedef(s_t *p) { update_point(); p->m = 1; }
void nested(struct s *p) { update_point(); p->inner.x = 1; }
void anonymous_member(struct s *p) { update_point(); p->i = 1; }
void named_anonymous(struct s *p) { update_point(); p->named.z = 1; }
void bit_field(struct s *p) { update_point(); p->bits = 1; }
void without_tag(tagless *p) { update_point(); p->t = 1; }
int size_of(void) { update_point(); return sizeof(struct s); }
int size_of_value(struct s *p) { update_point(); return sizeof *p; }
int size_of_member(struct s *p) { update_point(); return sizeof p->arr; }
int size_of_pointer(void) { update_point(); return sizeof(struct s *); }
int offset_of(void) { update_point(); return __builtin_offsetof(struct s, m); }
void initialised(void) { update_point(); struct s v = { .m = 1 }; }
void literal(void) { update_point(); take(&(tagless){ 1 }); }
void copied(struct s *p) { update_point(); struct s v; v = *p; }
struct s returned(struct s *p) { update_point(); return *p; }
void indexed(struct s *p) { update_point(); struct s *q = &p[2]; }
void arithmetic(struct s *p) { update_point(); p++; }
void handed_on(struct s *p) { update_point(); own(p); }
void to_void(struct s *p) { update_point(); void *v = p; }
void from_void(void *v) { update_point(); struct s *p = v; }
void cast(struct s *p) { update_point(); struct other *o = (struct other *)p; }
void given_outside(struct s *p) { update_point(); take(p); }
void enumerator(void) { update_point(); int x = A; }
void enumerator_of_none(void) { update_point(); int x = LIMIT; }
void case_label(int n) { update_point(); switch (n) { case B: break; } }
void computed(u32 u) { update_point(); u += 1; }
void number_copied(u32 u) { update_point(); u32 v = u; }
void tested(u32 u) { update_point(); if (u) return; }
void converted(u32 u) { update_point(); int i = u; }
void called(void) { update_point(); later(1); }
void called_outside(void) { update_point(); take(0); }
int through(handler h, struct s *p) { update_point(); return h(p); }
void global(void) { update_point(); g = sg; }
void global_outside(void) { update_point(); elsewhere = 1; }
void static_local(void) { static int n; update_point(); n++; }
void statement_expression(struct s *p) { update_point(); int x = ({ int y = p->m; y; }); }
void generic(struct s *p) { update_point(); int x = _Generic(g, int: p->m, float: 0); }
void generic_other(struct s *p) { update_point(); int x = _Generic(g, int: 0, float: p->m); }
void old_style(p) struct s *p; { update_point(); p->m = 1; }
void named_as_a_typedef(int u32) { update_point(); u32 = u32 + 1; }
void decays(struct s *p) { int *q = p->arr; update_point(); *q = 1; }
void address_in_local(struct s *p) { int *q = &p->m; int *r = q; update_point(); *r = 1; }
void address_of_whole(struct s *p) { struct s **q = &p; update_point(); take(0); }
void before_only(struct s *p) { p->m = 1; update_point(); }
void in_a_loop(struct s *p) { for (int i = 0; i < 3; i++) { p->m = 1; update_point(); } }
void in_a_round(struct s *p) { do { p->m = 1; update_point(); } while (0); }
void falls_through(int n, struct s *p) { switch (n) { case 1: update_point(); case 2: p->m = 1; break; case 3: g = 1; } }
void does_not_fall(int n, struct s *p) { switch (n) { case 1: update_point(); break; case 2: p->m = 1; } }
void inner_break(struct s *p) { for (;;) { for (;;) { update_point(); break; } p->m = 1; } }
void outer_break(struct s *p) { for (;;) { for (;;) update_point(); p->m = 1; } }
void goes_back(struct s *p) { again: p->m = 1; update_point(); if (g) goto again; }
void goes_on(struct s *p) { update_point(); goto out; p->m = 1; out:; }
void right_of_and(struct s *p, int n) { n && (update_point(), n) && p->m; }
void other_branch(struct s *p, int n) { if (n) update_point(); else p->m = 1; }
void conditional(struct s *p, int n) { n ? update_point() : (void)(p->m = 1); }
void never_after(struct s *p) { update_point(); exit(0); p->m = 1; }
static void dies(void) { for (;;) if (g) exit(1); }
void never_after_own(struct s *p) { update_point(); dies(); p->m = 1; }
int point_in_argument(struct s *p) { return own(p) + (update_point(), p->m); }
void fill(int *n) { update_point(); *n = 1; }
void address_as_argument(struct s *p) { fill(&p->m); }
void pointer_as_argument(struct s *p) { own2(p); }
int own2(struct s *p) { update_point(); return 0; }
int *address_returned(struct s *p) { return &p->m; }
void address_stored(struct s *p) { kept = p->arr; }
static void callee(void) { update_point(); }
void calls_what_is_given(void) { call_it(callee); g = 1; }
static void on_signal(int n) { update_point(); }
static int later(int n) { return n; }
int own(struct s *p) { return 0; }
int main(void) { signal(1, on_signal); return 0; }
