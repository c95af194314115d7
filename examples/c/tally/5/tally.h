/* tally: a server that adds up numbers, a client at a time. Version 5. */
#ifndef TALLY_H
#define TALLY_H

/* How much a client may ask for. */
struct limits {
  int lines;
  long total; /* new in version 4 */
};

struct config {
  int port;
  struct limits limits; /* by value: a config changes when limits do */
};

/* A client, and what it has sent. */
struct session {
  int fd;
  int length;
  char line[128];
  long total;
  long lines; /* new in version 3 */
};

/* What a client may say, and what it does. */
struct command {
  const char *name;
  int (*run)(struct session *s, char *rest);
};

/* session.c */
void open_session(struct session *s, int fd, unsigned address); /* new in version 5: where the client is */
void talk(struct session *s, const struct config *c);
void close_session(struct session *s);
int read_line(struct session *s);
void answer(struct session *s, const char *text, long number);

/* commands.c */
int run_command(struct session *s, char *text);

#endif
