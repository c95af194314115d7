/** What is known of functions that are outside the program, by name. */

/** After which nothing comes (section 2). */
export const neverReturns: ReadonlySet<string> = new Set([
  ...[
    'exit',
    '_exit',
    '_Exit',
    'quick_exit',
    'abort',
    'longjmp',
    '_longjmp',
    'siglongjmp',
    '__longjmp_chk',
    'pthread_exit',
    'thrd_exit',
  ],
  ...['execl', 'execlp', 'execle', 'execv', 'execvp', 'execvpe', 'execve', 'fexecve', 'err', 'errx', 'verr', 'verrx'],
  ...[
    '__assert_fail',
    '__assert',
    '__assert_rtn',
    '__stack_chk_fail',
    '__builtin_unreachable',
    '__builtin_trap',
    '__builtin_abort',
  ],
]);

/** Which wait (section 3). */
export const blocking: ReadonlySet<string> = new Set([
  ...['accept', 'accept4', 'select', 'pselect', 'poll', 'ppoll', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2', 'kevent'],
  ...['read', 'readv', 'recv', 'recvfrom', 'recvmsg', 'recvmmsg'],
  ...['wait', 'wait3', 'wait4', 'waitpid', 'waitid', 'pause', 'sigsuspend', 'sigwait', 'sigwaitinfo', 'sigtimedwait'],
  ...['sleep', 'usleep', 'nanosleep', 'clock_nanosleep', 'SSL_read', 'SSL_accept', 'SSL_connect'],
  ...[
    'event_dispatch',
    'event_loop',
    'event_base_dispatch',
    'event_base_loop',
    'ev_run',
    'ev_loop',
    'uv_run',
    'msgrcv',
    'mq_receive',
  ],
  ...[
    'sem_wait',
    'pthread_cond_wait',
    'pthread_cond_timedwait',
    'pthread_join',
    '__read_chk',
    '__recv_chk',
    '__recvfrom_chk',
    '__poll_chk',
  ],
]);

/** Which make a function that they are given the beginning of a stack: handlers of signals, threads (section 2). */
export const beginners: ReadonlyMap<string, string> = new Map([
  ...['signal', 'bsd_signal', 'sysv_signal', '__sysv_signal', 'sigset'].map((f): [string, string] => [
    f,
    'a handler of signals',
  ]),
  ...['pthread_create', 'thrd_create', 'clone', 'g_thread_new'].map((f): [string, string] => [
    f,
    'the beginning of a thread',
  ]),
  ...['atexit', 'on_exit', 'at_quick_exit'].map((f): [string, string] => [f, 'called at exit']),
]);

/** Which come back into a frame that has been left behind: not followed. */
export const returnsTwice: ReadonlySet<string> = new Set([
  'setjmp',
  '_setjmp',
  '__sigsetjmp',
  'sigsetjmp',
  'getcontext',
  'swapcontext',
]);
