/* Listens, and takes clients one after the other. */
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "tally.h"

static volatile sig_atomic_t stopping;
static long served;

static void stop(int signal) {
  (void)signal;
  stopping = 1;
}

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int listen_at(int port) {
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) < 0 || listen(fd, 5) < 0)
    die("listen");
  return fd;
}

/* The loop of the server: it is here that an update should go in. */
static void serve(int listener, const struct config *c) {
  while (!stopping) {
    struct session s;
    int fd = accept(listener, 0, 0);
    if (fd < 0)
      continue;
    open_session(&s, fd);
    talk(&s, c);
    close_session(&s);
    served++;
  }
}

int main(int argc, char **argv) {
  struct config c = { 7000, { 100 } };
  if (argc > 1)
    c.port = atoi(argv[1]);
  signal(SIGTERM, stop);
  serve(listen_at(c.port), &c);
  printf("%ld served at %d\n", served, c.port);
  return 0;
}
