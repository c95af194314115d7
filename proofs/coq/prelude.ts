/** Prelude.v: names, and the tactics of scripts. */
export const prelude = `(* Names, and the tactics of scripts. *)
Require Export ZArith.
Require Export String.
Definition name := string.
Definition name_dec : forall x y : name, {x = y} + {x <> y}.
Proof. exact string_dec. Qed.

(* A rule among those of a judgement, in the lemma of its inversion. *)
Ltac inv_here := repeat match goal with
  | |- exists _, _ => eexists
  | |- _ /\\ _ => split
  | |- _ = _ => reflexivity
  | _ => eassumption
  end.
Ltac inv_case := first [ solve [inv_here] | left; solve [inv_here] | right; inv_case ].

(* What follows from the facts: equations, different constructors, metafunctions, names that are equal or not. *)
Ltac names := repeat (match goal with
  | |- context [name_dec ?a ?b] => destruct (name_dec a b)
  | H : context [name_dec ?a ?b] |- _ => destruct (name_dec a b)
  end; try congruence).
Ltac facts := first [ assumption | congruence | solve [ subst; simpl in *; try congruence; names; subst; simpl in *; try congruence; auto ] ].
Ltac kill D := exfalso; repeat match goal with
  | H : exists _, _ |- _ => destruct H
  | H : _ /\\ _ |- _ => destruct H
  end; facts.
(* A claim that is the goal up to the facts. *)
Ltac by_ H := first [ exact H | let T := type of H in match goal with |- ?G =>
  let E := fresh in assert (E : T = G); [ f_equal; facts | rewrite <- E; exact H ] end ].
`;
