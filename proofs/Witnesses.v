(** * The networks used in refutations

    Every affine map is computed by a ReLU network with one hidden layer
    (the units relu(x_j) and relu(-x_j)), so a witness may be written down as
    an affine map. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network.
Import ListNotations.

Open Scope R_scope.

(** Hidden unit j < n is relu(x_j), unit n + j is relu(-x_j). *)
Definition split_weights (n : nat) (i j : nat) : R :=
  if Nat.eqb i j then 1 else if Nat.eqb i (n + j) then -1 else 0.

Definition merge_weights (n : nat) (W : nat -> nat -> R) (i j : nat) : R :=
  if Nat.ltb j n then W i j else - W i (j - n)%nat.

Definition through_relu (n : nat) (W : nat -> nat -> R) (b : vec) : network :=
  Compose (Affine n (split_weights n) (fun _ => 0))
    (Compose (Relu (n + n)) (Affine (n + n) (merge_weights n W) b)).

Lemma sum_app : forall n m g,
  sum_below (n + m) g = sum_below n g + sum_below m (fun j => g (n + j)%nat).
Proof.
  induction m as [|m IH]; intros g.
  - rewrite Nat.add_0_r. simpl. ring.
  - rewrite Nat.add_succ_r. simpl. rewrite IH. ring.
Qed.

Lemma relu_split : forall r, relu r - relu (- r) = r.
Proof. intros r. unfold relu, Rmax. destruct (Rle_dec 0 r), (Rle_dec 0 (- r)); lra. Qed.

Lemma through_relu_eval : forall n W b x,
  eval (through_relu n W b) x = affine_map n W b x.
Proof.
  intros n W b x. apply functional_extensionality. intros c.
  unfold through_relu. cbn [eval Relu]. unfold Relu. cbn [eval].
  set (h := affine_map n (split_weights n) (fun _ => 0) x).
  assert (first_half : forall j, (j < n)%nat -> h j = x j).
  { intros j Hj. unfold h, affine_map.
    rewrite (sum_ext n _ (fun k => if Nat.eqb k j then x k else 0)).
    - rewrite sum_single by exact Hj. ring.
    - intros k Hk. unfold split_weights. destruct (Nat.eqb_spec j k) as [->|Hne].
      + rewrite Nat.eqb_refl. ring.
      + destruct (Nat.eqb_spec k j); [congruence|].
        destruct (Nat.eqb_spec j (n + k)); [lia|]. ring. }
  assert (second_half : forall j, (j < n)%nat -> h (n + j)%nat = - x j).
  { intros j Hj. unfold h, affine_map.
    rewrite (sum_ext n _ (fun k => if Nat.eqb k j then - x k else 0)).
    - rewrite (sum_single n j (fun k => - x k)) by exact Hj. ring.
    - intros k Hk. unfold split_weights. destruct (Nat.eqb_spec (n + j) k); [lia|].
      destruct (Nat.eqb_spec k j) as [->|Hne].
      + rewrite Nat.eqb_refl. ring.
      + destruct (Nat.eqb_spec (n + j) (n + k)); [lia|]. ring. }
  unfold affine_map. f_equal. rewrite sum_app, <- sum_plus. apply sum_ext. intros j Hj.
  unfold merge_weights.
  destruct (Nat.ltb_spec j n); [|lia]. destruct (Nat.ltb_spec (n + j) n); [lia|].
  destruct (Nat.ltb_spec j (n + n)); [|lia]. destruct (Nat.ltb_spec (n + j) (n + n)); [|lia].
  rewrite !relu_is_leaky, (first_half j Hj), (second_half j Hj).
  replace (n + j - n)%nat with j by lia.
  transitivity (W c j * (relu (x j) - relu (- x j))); [ring|].
  rewrite relu_split. reflexivity.
Qed.

Lemma through_relu_slope : forall n W b x v c,
  tail_slope (through_relu n W b) x v c = affine_map n W (fun _ => 0) v c.
Proof.
  intros n W b x v c. rewrite slopes_ignore_input.
  change (bias_free (through_relu n W b)) with (through_relu n W (fun _ => 0)).
  rewrite through_relu_eval. reflexivity.
Qed.

(** The gradient of a probability of such a network, everywhere. *)
Lemma through_relu_partial : forall n W b C x c j, (c < C)%nat -> (j < n)%nat ->
  is_partial (fun y => softmax C (eval (through_relu n W b) y) c) j x
    (softmax_grad C W (softmax C (affine_map n W b x)) c j).
Proof.
  intros n W b C x c j Hc Hj. rewrite <- through_relu_eval.
  apply softmax_partial; [exact Hc|]. intros i Hi.
  apply is_partial_ext with (fun y => affine_map n W b y i).
  - intros y. rewrite through_relu_eval. reflexivity.
  - apply affine_map_partial, Hj.
Qed.

(** ** The witnesses *)

(** f(x) = (0, -x): one input, two classes.  p_0 rises, f_0 is constant. *)
Definition still_weights : nat -> nat -> R := rows [[0]; [-1]].
Definition still_net : network := through_relu 1 still_weights (fun _ => 0).

(** f(x) = (0, x): the mirror image, which saturates to the other class. *)
Definition mirror_weights : nat -> nat -> R := rows [[0]; [1]].
Definition mirror_net : network := through_relu 1 mirror_weights (fun _ => 0).

(** f(x) = (w x_2, 0, -x_1): two inputs, three classes.  Classes 0 and 1 tie as
    x_1 grows, and their gradients differ. *)
Definition tie_weights (w : R) : nat -> nat -> R := rows [[0; w]; [0; 0]; [-1; 0]].
Definition tie_net (w : R) : network := through_relu 2 (tie_weights w) (fun _ => 0).

Lemma two_classes : forall f : vec,
  0 < softmax 2 f 0 /\ 0 < softmax 2 f 1 /\ softmax 2 f 0 + softmax 2 f 1 = 1.
Proof.
  intros f. pose proof (softmax_pos 2 f 0 ltac:(lia)).
  pose proof (softmax_pos 2 f 1 ltac:(lia)).
  pose proof (softmax_sum_one 2 f ltac:(lia)) as S. cbn [sum_below] in S. lra.
Qed.

Lemma three_classes : forall f : vec,
  0 < softmax 3 f 0 /\ 0 < softmax 3 f 1 /\ 0 < softmax 3 f 2
  /\ softmax 3 f 0 + softmax 3 f 1 + softmax 3 f 2 = 1.
Proof.
  intros f. pose proof (softmax_pos 3 f 0 ltac:(lia)).
  pose proof (softmax_pos 3 f 1 ltac:(lia)). pose proof (softmax_pos 3 f 2 ltac:(lia)).
  pose proof (softmax_sum_one 3 f ltac:(lia)) as S. cbn [sum_below] in S. lra.
Qed.

Ltac two c small := assert (c = 0 \/ c = 1)%nat as [->| ->] by (clear - small; lia).
Ltac three c small := assert (c = 0 \/ c = 1 \/ c = 2)%nat as [->|[->| ->]] by (clear - small; lia).

(** The sign of a partial derivative is read off the probabilities. *)
Ltac sign_of_partial W facts :=
  intros y _; eexists;
  (split; [apply through_relu_partial; lia|]);
  rewrite softmax_grad_differences by (apply softmax_sum_one; lia); cbn [sum_below];
  pose proof (facts y) as P;
  repeat match goal with
  | |- context [softmax ?C ?g ?c] => let p := fresh "p" in set (p := softmax C g c) in *; clearbody p
  end;
  cbv [W rows nth];
  match goal with
  | |- 0 < ?p * ?s => apply Rmult_lt_0_compat; [lra | nra]
  | |- ?p * ?s < 0 => cut (0 < p * - s); [lra | apply Rmult_lt_0_compat; [lra | nra]]
  end.

Lemma still_net_monotonic :
  componentwise_strictly_monotonic everywhere 1 2 (fun x => softmax 2 (eval still_net x)).
Proof.
  intros c Hc d Hd. assert (d = 0%nat) as -> by lia.
  two c Hc; [left|right]; sign_of_partial still_weights
    (fun y => two_classes (affine_map 1 still_weights (fun _ => 0) y)).
Qed.

Lemma mirror_net_monotonic :
  componentwise_strictly_monotonic everywhere 1 2 (fun x => softmax 2 (eval mirror_net x)).
Proof.
  intros c Hc d Hd. assert (d = 0%nat) as -> by lia.
  two c Hc; [right|left]; sign_of_partial mirror_weights
    (fun y => two_classes (affine_map 1 mirror_weights (fun _ => 0) y)).
Qed.

(** Which probabilities of [tie_net] rise in which input. *)
Definition tie_rises (c d : nat) : bool :=
  if Nat.eqb d 0 then negb (Nat.eqb c 2) else Nat.eqb c 0.

Lemma tie_net_signs : forall w c d, 0 < w -> (c < 3)%nat -> (d < 2)%nat ->
  if tie_rises c d
  then increasing_in everywhere d (fun x => softmax 3 (eval (tie_net w) x) c)
  else decreasing_in everywhere d (fun x => softmax 3 (eval (tie_net w) x) c).
Proof.
  intros w c d Hw Hc Hd.
  two d Hd; three c Hc; cbn [tie_rises Nat.eqb negb];
    sign_of_partial tie_weights
      (fun y => three_classes (affine_map 2 (tie_weights w) (fun _ => 0) y)).
Qed.

Lemma tie_net_monotonic : forall w, 0 < w ->
  componentwise_strictly_monotonic everywhere 2 3 (fun x => softmax 3 (eval (tie_net w) x)).
Proof.
  intros w Hw c Hc d Hd. pose proof (tie_net_signs w c d Hw Hc Hd) as S.
  destruct (tie_rises c d); [left|right]; exact S.
Qed.
