/* E1 of threads.md section 13, step for step: N threads, K rounds each, policy all, offer any.
   spin -DN=3 -DK=2 -a e1.pml && cc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -m1000000 -w24 -E
   pc names the redex: 0 call work, 1 if, 2 update, 3 let, 4 !n, 5 !v, 6 call get, 7 con (old), 8 con (new), 9 .a, 10 +,
   11 n :=, 12 let, 13 i - 1, 20 call c (run by this thread in v), 21 v := (write-back), 24 call c (on a value that the
   update met in the thread); 99 finished or not started; the main thread forks the others first. */
#ifndef N
#define N 3
#endif
#ifndef K
#define K 2
#endif
#define OLD 0
#define PENDING 1
#define NEW 2
#define BY 3
byte pc[N] = 99; byte i[N]; byte r[N]; byte n; byte v; bit upd; byte forks; byte j;
#if N == 2
#define NOCON (pc[0] != 7 && pc[1] != 7)
#else
#define NOCON (pc[0] != 7 && pc[1] != 7 && pc[2] != 7)
#endif
active [N] proctype T() {
  do
  :: atomic { _pid == 0 && forks < 2 * (N - 1) && forks % 2 == 0 -> forks++; pc[(forks + 1) / 2] = 0; i[(forks + 1) / 2] = K }
  :: atomic { _pid == 0 && forks < 2 * (N - 1) && forks % 2 == 1 ->
       forks++; if :: forks == 2 * (N - 1) -> pc[0] = 0; i[0] = K :: else fi }
  :: atomic { pc[_pid] == 0 -> pc[_pid] = 1 }
  :: atomic { pc[_pid] == 1 -> if :: i[_pid] == 0 -> pc[_pid] = 99 :: else -> pc[_pid] = 2 fi }
  :: atomic { pc[_pid] == 2 -> pc[_pid] = 3 }
  :: atomic { pc[_pid] == 2 && !upd && NOCON ->
       upd = 1; v = PENDING; pc[_pid] = 14; j = 0;
       do :: j < N -> if :: pc[j] == 6 -> pc[j] = 24 :: else fi; j++ :: else -> break od; j = 0 }
  :: atomic { pc[_pid] == 3 || pc[_pid] == 14 -> pc[_pid] = 4 }
  :: atomic { pc[_pid] == 4 -> r[_pid] = n; pc[_pid] = 5 }
  :: atomic { pc[_pid] == 5 && (v == OLD || v == NEW) -> pc[_pid] = 6 }
  :: atomic { pc[_pid] == 5 && v == PENDING -> v = BY + _pid; pc[_pid] = 20 }
  :: atomic { pc[_pid] == 20 -> pc[_pid] = 21 }
  :: atomic { pc[_pid] == 21 -> v = NEW; pc[_pid] = 6 }
  :: atomic { pc[_pid] == 24 -> pc[_pid] = 6 }
  :: atomic { pc[_pid] == 6 -> if :: upd -> pc[_pid] = 8 :: else -> pc[_pid] = 7 fi }
  :: atomic { pc[_pid] == 7 -> pc[_pid] = 10 }
  :: atomic { pc[_pid] == 8 -> pc[_pid] = 9 }
  :: atomic { pc[_pid] == 9 -> pc[_pid] = 10 }
  :: atomic { pc[_pid] == 10 -> r[_pid] = r[_pid] + 5; pc[_pid] = 11 }
  :: atomic { pc[_pid] == 11 -> n = r[_pid]; pc[_pid] = 12 }
  :: atomic { pc[_pid] == 12 -> r[_pid] = 0; pc[_pid] = 13 }
  :: atomic { pc[_pid] == 13 -> i[_pid]--; pc[_pid] = 0 }
  od
}
