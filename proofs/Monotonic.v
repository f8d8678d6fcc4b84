(** * Strict monotonicity (paper A, Definitions 4 to 7) *)

From Farfield Require Import Basics Calculus Softmax.

Open Scope R_scope.

(** Definition 6: on the set I, each partial derivative keeps one strict sign. *)
Definition increasing_in (I : vec -> Prop) (d : nat) (g : vec -> R) : Prop :=
  forall x, I x -> exists r, is_partial g d x r /\ 0 < r.

Definition decreasing_in (I : vec -> Prop) (d : nat) (g : vec -> R) : Prop :=
  forall x, I x -> exists r, is_partial g d x r /\ r < 0.

Definition strictly_monotonic (I : vec -> Prop) (D : nat) (g : vec -> R) : Prop :=
  forall d, (d < D)%nat -> increasing_in I d g \/ decreasing_in I d g.

Definition componentwise_strictly_monotonic
    (I : vec -> Prop) (D C : nat) (g : vec -> vec) : Prop :=
  forall c, (c < C)%nat -> strictly_monotonic I D (fun x => g x c).

(** The whole space.  A function that is strictly monotonic everywhere is so
    on every D-interval (Definition 7), so a claim refuted with a function
    that is monotonic everywhere is refuted for all of them. *)
Definition everywhere : vec -> Prop := fun _ => True.

Lemma monotonic_everywhere : forall I D C g,
  componentwise_strictly_monotonic everywhere D C g ->
  componentwise_strictly_monotonic I D C g.
Proof.
  intros I D C g monotonic c Hc d Hd.
  destruct (monotonic c Hc d Hd) as [U|U]; [left|right]; intros x _; apply U; exact Logic.I.
Qed.

(** ** Claim softmax-increasing (paper A, remark in section 3.4) *)

(** "The softmax is component-wise strictly increasing." *)
Definition softmax_increasing_as_printed : Prop :=
  forall C c j, (c < C)%nat -> (j < C)%nat ->
    increasing_in everywhere j (fun f => softmax C f c).

(** False already for two classes: raising the other logit lowers s_c. *)
Theorem softmax_increasing_as_printed_false : ~ softmax_increasing_as_printed.
Proof.
  intros claim. destruct (claim 2%nat 0%nat 1%nat ltac:(lia) ltac:(lia) (fun _ => 0) I)
    as [r [Hr P]].
  assert (E := is_partial_unique _ _ _ _ _ Hr
                 (softmax_jacobian_as_printed 2 (fun _ => 0) 0 1 ltac:(lia) ltac:(lia))).
  cbn [Nat.eqb] in E.
  pose proof (softmax_pos 2 (fun _ => 0) 0 ltac:(lia)).
  pose proof (softmax_pos 2 (fun _ => 0) 1 ltac:(lia)). nra.
Qed.

(** It is component-wise strictly monotonic for two classes or more: each
    component rises in its own logit and falls in every other. *)
Theorem softmax_increasing_repaired : forall C c j,
  (1 < C)%nat -> (c < C)%nat -> (j < C)%nat ->
  (c = j -> increasing_in everywhere j (fun f => softmax C f c))
  /\ (c <> j -> decreasing_in everywhere j (fun f => softmax C f c)).
Proof.
  intros C c j HC Hc Hj. split; intros E f _;
    eexists; (split; [apply softmax_jacobian_as_printed; assumption|]);
    pose proof (softmax_pos C f c Hc); pose proof (softmax_pos C f j Hj);
    pose proof (softmax_lt_one C f j Hj HC);
    destruct (Nat.eqb_spec c j); try congruence; nra.
Qed.

Theorem softmax_increasing_strictly_monotonic : forall C, (1 < C)%nat ->
  componentwise_strictly_monotonic everywhere C C (fun f => softmax C f).
Proof.
  intros C HC c Hc j Hj. destruct (softmax_increasing_repaired C c j HC Hc Hj).
  destruct (Nat.eq_dec c j); [left | right]; auto.
Qed.
