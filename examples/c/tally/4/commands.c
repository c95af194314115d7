/* What clients may say. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "tally.h"

static int add(struct session *s, char *rest) {
  s->total += atol(rest);
  return 1;
}

static int get(struct session *s, char *rest) {
  (void)rest;
  answer(s, "total", s->total);
  answer(s, "lines", s->lines);
  return 1;
}

/* Waits for the client to press return, so many times. */
static int hold(struct session *s, char *rest) {
  int n = atoi(rest);
  while (n-- > 0) {
    char c;
    if (read(s->fd, &c, 1) != 1)
      return 0;
  }
  answer(s, "held", 0);
  return 1;
}

/* New in version 2. */
static int reset(struct session *s, char *rest) {
  (void)rest;
  s->total = 0;
  return 1;
}

static int quit(struct session *s, char *rest) {
  (void)rest;
  answer(s, "bye", 0);
  return 0;
}

static const struct command commands[] = {
  { "add", add }, { "get", get }, { "hold", hold }, { "quit", quit }, { "reset", reset },
};

/* Runs what a line says, through a pointer to a function; nothing ends the session. */
int run_command(struct session *s, char *text) {
  char *rest = strchr(text, ' ');
  unsigned i;
  if (rest)
    *rest++ = 0;
  for (i = 0; i < sizeof commands / sizeof *commands; i++)
    if (!strcmp(text, commands[i].name))
      return commands[i].run(s, rest ? rest : text);
  answer(s, "unknown", 0);
  return 1;
}
