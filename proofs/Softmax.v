(** * Softmax: basic facts, the sigmoid link, the Jacobian *)

From Farfield Require Import Basics Calculus.

Open Scope R_scope.

(** Component c of the softmax of the logits f over classes 0 .. C-1. *)
Definition softmax (C : nat) (f : vec) (c : nat) : R :=
  exp (f c) / sum_below C (fun k => exp (f k)).

(** The maximum softmax probability (MSP), also called the confidence: the largest softmax probability. *)
Definition confidence (C : nat) (f : vec) : R := max0 C (softmax C f).

Lemma partition_pos : forall C f,
  (0 < C)%nat -> 0 < sum_below C (fun k => exp (f k)).
Proof. intros C f HC. apply sum_pos; [exact HC | intros; apply exp_pos]. Qed.

Lemma softmax_pos : forall C f c, (c < C)%nat -> 0 < softmax C f c.
Proof.
  intros C f c Hc. apply Rdiv_lt_0_compat; [apply exp_pos|].
  apply partition_pos. lia.
Qed.

Lemma softmax_sum_one : forall C f,
  (0 < C)%nat -> sum_below C (softmax C f) = 1.
Proof.
  intros C f HC. pose proof (partition_pos C f HC) as HZ.
  unfold softmax, Rdiv.
  rewrite (sum_scal_r C (/ sum_below C (fun k => exp (f k))) (fun c => exp (f c))).
  field. lra.
Qed.

Lemma softmax_shift_invariant : forall C f s c,
  (c < C)%nat -> softmax C (fun k => f k + s) c = softmax C f c.
Proof.
  intros C f s c Hc.
  assert (HZ : 0 < sum_below C (fun k => exp (f k))) by (apply partition_pos; lia).
  pose proof (exp_pos s) as Hs.
  unfold softmax. rewrite exp_plus.
  rewrite (sum_ext C _ (fun k => exp (f k) * exp s))
    by (intros; apply exp_plus).
  rewrite sum_scal_r. field. lra.
Qed.

Lemma softmax_le_one : forall C f c, (c < C)%nat -> softmax C f c <= 1.
Proof.
  intros C f c Hc. rewrite <- (softmax_sum_one C f) by lia.
  apply sum_term_le; [exact Hc|]. intros. apply Rlt_le, softmax_pos. assumption.
Qed.

Lemma softmax_lt_one : forall C f c,
  (c < C)%nat -> (1 < C)%nat -> softmax C f c < 1.
Proof.
  intros C f c Hc HC.
  pose proof (softmax_sum_one C f ltac:(lia)) as total.
  rewrite (sum_split C c) in total by exact Hc.
  set (d := if Nat.eqb c 0 then 1%nat else 0%nat).
  assert (Hd : (d < C)%nat /\ d <> c)
    by (unfold d; destruct (Nat.eqb_spec c 0); lia).
  assert (0 < sum_except C c (softmax C f)).
  { unfold sum_except. apply Rlt_le_trans with (softmax C f d).
    - apply softmax_pos. tauto.
    - replace (softmax C f d) with
        ((fun k => if Nat.eqb k c then 0 else softmax C f k) d)
        by (simpl; destruct (Nat.eqb_spec d c); [tauto | reflexivity]).
      apply (sum_term_le C
               (fun k => if Nat.eqb k c then 0 else softmax C f k)); [tauto|].
      intros k Hk. destruct (Nat.eqb k c); [lra|].
      apply Rlt_le, softmax_pos, Hk. }
  lra.
Qed.

(** Softmax only depends on the first C logits. *)
Lemma softmax_ext : forall C f g c,
  (c < C)%nat -> (forall k, (k < C)%nat -> f k = g k) ->
  softmax C f c = softmax C g c.
Proof.
  intros C f g c Hc equal. unfold softmax. rewrite (equal c Hc). f_equal.
  apply sum_ext. intros k Hk. rewrite (equal k Hk). reflexivity.
Qed.

Lemma confidence_ext : forall C f g,
  (forall k, (k < C)%nat -> f k = g k) -> confidence C f = confidence C g.
Proof.
  intros C f g equal. apply max0_ext. intros. apply softmax_ext; assumption.
Qed.

(** Ratio of two probabilities, and the "one over a sum" form. *)
Lemma softmax_ratio : forall C f c k,
  (k < C)%nat -> softmax C f c = softmax C f k * exp (f c - f k).
Proof.
  intros C f c k Hk.
  assert (HZ : 0 < sum_below C (fun j => exp (f j))) by (apply partition_pos; lia).
  unfold softmax. unfold Rminus. rewrite exp_plus, exp_Ropp.
  pose proof (exp_pos (f k)). field. lra.
Qed.

Lemma softmax_inv : forall C f k,
  (k < C)%nat -> softmax C f k = / sum_below C (fun c => exp (f c - f k)).
Proof.
  intros C f k Hk.
  assert (HZ : 0 < sum_below C (fun j => exp (f j))) by (apply partition_pos; lia).
  rewrite (sum_ext C _ (fun c => exp (f c) * exp (- f k)))
    by (intros; apply exp_plus).
  rewrite sum_scal_r, exp_Ropp. unfold softmax.
  pose proof (exp_pos (f k)). field. lra.
Qed.

(** The gap to 1 is at most the sum of the relative weights of the others. *)
Lemma softmax_gap : forall C f k,
  (k < C)%nat ->
  1 - softmax C f k <= sum_except C k (fun c => exp (- (f k - f c))).
Proof.
  intros C f k Hk.
  rewrite <- (softmax_sum_one C f) by lia.
  rewrite (sum_split C k) by exact Hk.
  assert (sum_except C k (softmax C f)
          <= sum_except C k (fun c => exp (- (f k - f c)))); [|lra].
  apply sum_le. intros c Hc. destruct (Nat.eqb c k); [lra|].
  rewrite (softmax_ratio C f c k) by exact Hk.
  rewrite <- (Rmult_1_l (exp (- (f k - f c)))).
  replace (- (f k - f c)) with (f c - f k) by ring.
  apply Rmult_le_compat_r; [apply Rlt_le, exp_pos | apply softmax_le_one, Hk].
Qed.

(** ** Derivatives *)

(** Chain rule: if the logits move along a differentiable curve g with
    velocity g', then softmax_c changes at the rate
    s_c * (g'_c - average of g' under the softmax). *)
Lemma softmax_derivative_along : forall C (g : R -> vec) (g' : vec) t c,
  (c < C)%nat ->
  (forall k, (k < C)%nat -> derivable_pt_lim (fun s => g s k) t (g' k)) ->
  derivable_pt_lim (fun s => softmax C (g s) c) t
    (softmax C (g t) c * (g' c - sum_below C (fun k => softmax C (g t) k * g' k))).
Proof.
  intros C g g' t c Hc derivatives.
  assert (HZ : 0 < sum_below C (fun j => exp (g t j))) by (apply partition_pos; lia).
  assert (Hexp : forall k, (k < C)%nat ->
            derivable_pt_lim (fun s => exp (g s k)) t (exp (g t k) * g' k)).
  { intros k Hk.
    apply (derivable_pt_lim_comp (fun s => g s k) exp);
      [apply derivatives, Hk | apply derivable_pt_lim_exp]. }
  assert (Hsum := derivable_pt_lim_sum C (fun s k => exp (g s k))
                    (fun k => exp (g t k) * g' k) t Hexp).
  assert (Hdiv := derivable_pt_lim_div (fun s => exp (g s c))
                    (fun s => sum_below C (fun k => exp (g s k))) t _ _
                    (Hexp c Hc) Hsum ltac:(lra)).
  unfold div_fct in Hdiv.
  replace (softmax C (g t) c * (g' c - sum_below C (fun k => softmax C (g t) k * g' k)))
    with ((exp (g t c) * g' c * sum_below C (fun k => exp (g t k)) -
           sum_below C (fun k => exp (g t k) * g' k) * exp (g t c)) /
          Rsqr (sum_below C (fun k => exp (g t k)))); [exact Hdiv|].
  rewrite (sum_ext C (fun k => softmax C (g t) k * g' k)
             (fun k => (exp (g t k) * g' k) * / sum_below C (fun j => exp (g t j))))
    by (intros; unfold softmax, Rdiv; ring).
  rewrite sum_scal_r. unfold softmax, Rsqr. field. lra.
Qed.

Lemma softmax_le_one_minus : forall C f c j,
  (c < C)%nat -> (j < C)%nat -> c <> j -> softmax C f j <= 1 - softmax C f c.
Proof.
  intros C f c j Hc Hj distinct.
  rewrite <- (softmax_sum_one C f) by lia.
  assert (T := sum_two_terms_le C (softmax C f) c j Hc Hj distinct
                 (fun k Hk => Rlt_le _ _ (softmax_pos C f k Hk))). lra.
Qed.

(** Comparing one component of two softmaxes. *)
Lemma softmax_lt : forall C f g k,
  (k < C)%nat ->
  sum_below C (fun c => exp (g c - g k)) < sum_below C (fun c => exp (f c - f k)) ->
  softmax C f k < softmax C g k.
Proof.
  intros C f g k Hk less_mass. rewrite !softmax_inv by exact Hk.
  apply Rinv_lt_contravar; [|exact less_mass].
  apply Rmult_lt_0_compat; apply sum_pos; try lia; intros; apply exp_pos.
Qed.

(** The log-odds of two classes are the difference of their logits. *)
Lemma log_odds : forall C f k k',
  (k < C)%nat -> (k' < C)%nat ->
  ln (softmax C f k / softmax C f k') = f k - f k'.
Proof.
  intros C f k k' Hk Hk'.
  rewrite (softmax_ratio C f k k') by exact Hk'.
  pose proof (softmax_pos C f k' Hk').
  replace (softmax C f k' * exp (f k - f k') / softmax C f k')
    with (exp (f k - f k')) by (field; lra).
  apply ln_exp.
Qed.

Lemma confidence_ge : forall C f c, (c < C)%nat -> softmax C f c <= confidence C f.
Proof. intros C f c Hc. apply (max0_ge C (softmax C f)). exact Hc. Qed.

Lemma confidence_le_one : forall C f, confidence C f <= 1.
Proof. intros C f. apply max0_le; [lra | intros; apply softmax_le_one; assumption]. Qed.

(** ** Claim softmax-sigmoid (paper A, A.1) *)

Definition sigmoid (r : R) : R := / (1 + exp (- r)).

Theorem softmax_sigmoid_as_printed : forall f : vec,
  softmax 2 f 1 = sigmoid (f 1%nat - f 0%nat).
Proof.
  intros f. rewrite softmax_inv by lia. unfold sigmoid. f_equal.
  cbn [sum_below]. replace (f 1%nat - f 1%nat) with 0 by ring. rewrite exp_0.
  replace (f 0%nat - f 1%nat) with (- (f 1%nat - f 0%nat)) by ring. ring.
Qed.

(** ** Claim softmax-jacobian (paper A, equation 6) *)

(** The Jacobian entry d s_c / d f_j, as a formula in the probabilities. *)
Definition jacobian_entry (C : nat) (f : vec) (c j : nat) : R :=
  softmax C f c * ((if Nat.eqb c j then 1 else 0) - softmax C f j).

Theorem softmax_jacobian_as_printed : forall C f c j,
  (c < C)%nat -> (j < C)%nat ->
  is_partial (fun g => softmax C g c) j f
    (softmax C f c * ((if Nat.eqb c j then 1 else 0) - softmax C f j)).
Proof.
  intros C f c j Hc Hj.
  assert (D := softmax_derivative_along C (set_coord f j)
                 (fun k => if Nat.eqb k j then 1 else 0) (f j) c Hc).
  rewrite set_coord_same in D.
  rewrite (sum_ext C _ (fun k => if Nat.eqb k j then softmax C f k else 0)) in D
    by (intros k _; destruct (Nat.eqb k j); ring).
  rewrite sum_single in D by exact Hj. apply D.
  intros k Hk. exact (is_partial_coordinate k j f).
Qed.

(** Every entry of row c is at most s_c (1 - s_c) in size ... *)
Lemma jacobian_entry_bound : forall C f c j,
  (c < C)%nat -> (j < C)%nat ->
  Rabs (jacobian_entry C f c j) <= softmax C f c * (1 - softmax C f c).
Proof.
  intros C f c j Hc Hj. unfold jacobian_entry.
  pose proof (softmax_pos C f c Hc). pose proof (softmax_pos C f j Hj).
  pose proof (softmax_le_one C f c Hc).
  rewrite Rabs_mult, (Rabs_pos_eq (softmax C f c)) by lra.
  apply Rmult_le_compat_l; [lra|].
  destruct (Nat.eqb_spec c j) as [->|Hne].
  - rewrite Rabs_pos_eq; lra.
  - pose proof (softmax_le_one_minus C f c j Hc Hj Hne).
    replace (0 - softmax C f j) with (- softmax C f j) by ring.
    rewrite Rabs_Ropp, Rabs_pos_eq; lra.
Qed.

(** ... with equality on the diagonal. *)
Lemma jacobian_entry_diagonal : forall C f c,
  jacobian_entry C f c c = softmax C f c * (1 - softmax C f c).
Proof. intros. unfold jacobian_entry. rewrite Nat.eqb_refl. reflexivity. Qed.

(** ** The input gradient of a probability

    If the logits have input Jacobian V at x, then p_c has gradient
    p_c (V_c - sum_m p_m V_m). *)
Definition softmax_grad (C : nat) (V : nat -> nat -> R) (p : vec) (c : nat) : vec :=
  fun j => p c * (V c j - sum_below C (fun m => p m * V m j)).

(** p_c (V_c - average) = p_c * (sum over m of p_m (V_c - V_m)). *)
Lemma softmax_grad_differences : forall C V p c j,
  sum_below C p = 1 ->
  softmax_grad C V p c j = p c * sum_below C (fun m => p m * (V c j - V m j)).
Proof.
  intros C V p c j Hp. unfold softmax_grad. f_equal.
  rewrite (sum_ext C (fun m => p m * (V c j - V m j))
             (fun m => p m * V c j - p m * V m j)) by (intros; ring).
  rewrite sum_minus, sum_scal_r, Hp. ring.
Qed.

Lemma softmax_partial : forall C (f : vec -> vec) V x c j,
  (c < C)%nat ->
  (forall i, (i < C)%nat -> is_partial (fun y => f y i) j x (V i j)) ->
  is_partial (fun y => softmax C (f y) c) j x
    (softmax_grad C V (softmax C (f x)) c j).
Proof.
  intros C f V x c j Hc Hf.
  assert (D := softmax_derivative_along C (fun s => f (set_coord x j s))
                 (fun i => V i j) (x j) c Hc Hf).
  cbv beta in D. rewrite set_coord_same in D. exact D.
Qed.
