/* A client's session: lines in, answers out. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "tally.h"

void open_session(struct session *s, int fd) {
  memset(s, 0, sizeof *s);
  s->fd = fd;
}

void answer(struct session *s, const char *text, long number) {
  char out[64];
  int n = snprintf(out, sizeof out, "%s %ld\n", text, number);
  if (write(s->fd, out, n) < 0)
    s->fd = -1;
}

/* What was read last, for whoever looks for what went wrong: an address into a session, which it may outlive. New in version 2. */
const char *last_line;

/* Reads the next line; nothing at the end. */
int read_line(struct session *s) {
  s->length = 0;
  while (s->length < (int)sizeof s->line - 1) {
    char c;
    if (read(s->fd, &c, 1) != 1)
      return 0;
    if (c == '\n')
      break;
    s->line[s->length++] = c;
  }
  s->line[s->length] = 0;
  last_line = s->line;
  return 1;
}

/* Talks with a client until it goes, or has said enough. */
void talk(struct session *s, const struct config *c) {
  int left = c->limits.lines;
  while (read_line(s)) {
    s->lines++;
    if (!run_command(s, s->line))
      break;
    if (--left == 0)
      break;
  }
}

void close_session(struct session *s) {
  close(s->fd);
}
