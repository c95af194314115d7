/** Prelude.v: names, and the tactics of scripts. */
export const prelude = `(* Names, and the tactics of scripts. *)
Require Export ZArith.
Require Export String.
Definition name := string.
Definition name_dec : forall x y : name, {x = y} + {x <> y}.
Proof. exact string_dec. Qed.

(* A rule among those of a judgement, in the lemma of its inversion. What a premise says is looked for first: of
   f x = ?y, that y is f x would forget the y that the premise gives. *)
Ltac inv_here := repeat match goal with
  | |- exists _, _ => eexists
  | |- _ /\\ _ => split
  | _ => eassumption
  | |- _ = _ => reflexivity
  end.
Ltac inv_case := first [ solve [inv_here] | left; solve [inv_here] | right; inv_case ].

(* What follows from the facts: equations, different constructors, metafunctions, names that are equal or not. *)
Ltac names := repeat (match goal with
  | |- context [name_dec ?a ?b] => destruct (name_dec a b)
  | H : context [name_dec ?a ?b] |- _ => destruct (name_dec a b)
  end; try congruence).
(* What each calculus has of sets, maps and orders is said in its own files; so is what no fact follows from. *)
Ltac unfolds := idtac.
Ltac inclusions := idtac.
Ltac memberships := idtac.
Ltac orders := idtac.
Ltac sames := fail.
Ltac forget := idtac.
(* What is in every set, and at every key. *)
Ltac at_names := repeat match goal with
  | H : forall x : name, _ -> _, x : name |- _ =>
      let P := type of (H x) in
      lazymatch goal with
      | _ : P |- _ => fail
      | _ => pose proof (H x)
      end
  end.
Ltac at_keys := repeat match goal with
  | H : forall k v, _ = Some v -> _ = Some v, E : _ = Some _ |- _ =>
      let P := type of (H _ _ E) in
      lazymatch goal with
      | _ : P |- _ => fail
      | _ => pose proof (H _ _ E)
      end
  end.
Ltac both_apart := repeat match goal with H : _ /\\ _ |- _ => destruct H end.
Ltac cases := repeat match goal with
  | H : context [match ?x with _ => _ end] |- _ => destruct x eqn:?; unfolds; simpl in *; try congruence
  | |- context [match ?x with _ => _ end] => destruct x eqn:?; unfolds; simpl in *; try congruence
  end.
Ltac injects := repeat match goal with H : _ = _ |- _ => progress (injection H; clear H; intros; subst) end.
Ltac each := both_apart; try congruence; try solve [ auto ].
Ltac theory := both_apart; inclusions; orders; intros; at_keys; at_names; memberships; each; names; each; try solve [ intuition (subst; auto; congruence) ].
Ltac equal := first [ assumption | congruence | solve [ intuition congruence ] | solve [ sames; intros; inclusions; at_names; memberships; each; names; each; intuition ] ].
Ltac facts := first [ assumption | congruence
  | solve [ subst; simpl in *; try congruence; names; subst; simpl in *; try congruence; auto ]
  | solve [ forget; subst; repeat progress (unfolds; simpl in *); first [ solve [ theory ] | solve [ equal ] | solve [ injects; f_equal; subst; equal ] | solve [ cases; subst; theory ] ] ] ].
Ltac kill D := exfalso; repeat match goal with
  | H : exists _, _ |- _ => destruct H
  | H : _ /\\ _ |- _ => destruct H
  end; facts.
(* A claim that is the goal up to the facts. *)
Ltac by_ H := first [ exact H | let T := type of H in match goal with |- ?G =>
  let E := fresh in assert (E : T = G); [ f_equal; facts | rewrite <- E; exact H ] end ].
`;
