(** * Partial derivatives, gradients and the Euclidean norm *)

From Farfield Require Import Basics.

Open Scope R_scope.

(** r is the partial derivative of g in coordinate j at x. *)
Definition is_partial (g : vec -> R) (j : nat) (x : vec) (r : R) : Prop :=
  derivable_pt_lim (fun s => g (set_coord x j s)) (x j) r.

(** r is the gradient of g at x, over the first D coordinates. *)
Definition is_gradient (D : nat) (g : vec -> R) (x r : vec) : Prop :=
  forall j, (j < D)%nat -> is_partial g j x (r j).

(** The Euclidean norm of the first D coordinates. *)
Definition norm (D : nat) (v : vec) : R := sqrt (sum_below D (fun j => v j * v j)).

(** ** Derivatives of functions of one variable *)

Lemma derivable_pt_lim_ext : forall f g x l,
  (forall s, f s = g s) -> derivable_pt_lim f x l -> derivable_pt_lim g x l.
Proof.
  intros f g x l E derivative eps Heps. destruct (derivative eps Heps) as [d Hd]. exists d.
  intros h Hh Hhd. rewrite <- !E. apply Hd; assumption.
Qed.

(** Only the values near the point matter. *)
Lemma derivable_pt_lim_near : forall f g x l d,
  0 < d -> (forall s, Rabs (s - x) < d -> f s = g s) ->
  derivable_pt_lim f x l -> derivable_pt_lim g x l.
Proof.
  intros f g x l d Hd E derivative eps Heps. destruct (derivative eps Heps) as [e He].
  assert (Hm : 0 < Rmin e d) by (apply Rmin_glb_lt; [apply cond_pos | exact Hd]).
  exists (mkposreal _ Hm). intros h Hh Hhd. simpl in Hhd.
  pose proof (Rmin_l e d). pose proof (Rmin_r e d).
  rewrite <- !E.
  - apply He; [exact Hh | lra].
  - replace (x - x) with 0 by ring. rewrite Rabs_R0. exact Hd.
  - replace (x + h - x) with h by ring. lra.
Qed.

Lemma derivable_pt_lim_value : forall f x l l',
  l = l' -> derivable_pt_lim f x l -> derivable_pt_lim f x l'.
Proof. intros f x l l' ->. trivial. Qed.

Lemma derivable_pt_lim_linear : forall w x,
  derivable_pt_lim (fun s => w * s) x w.
Proof.
  intros w x. assert (D := derivable_pt_lim_scal id w x 1 (derivable_pt_lim_id x)).
  rewrite Rmult_1_r in D. exact D.
Qed.

Lemma derivable_pt_lim_line : forall p q x,
  derivable_pt_lim (fun s => p + q * s) x q.
Proof.
  intros p q x. apply derivable_pt_lim_value with (0 + q); [ring|].
  apply (derivable_pt_lim_plus (fun _ => p) (fun s => q * s));
    [apply derivable_pt_lim_const | apply derivable_pt_lim_linear].
Qed.

Lemma derivable_pt_lim_times : forall f w x l,
  derivable_pt_lim f x l -> derivable_pt_lim (fun s => w * f s) x (w * l).
Proof. intros f w x l derivative. exact (derivable_pt_lim_scal f w x l derivative). Qed.

Lemma derivable_pt_lim_sum : forall n (g : R -> nat -> R) (g' : nat -> R) t,
  (forall k, (k < n)%nat -> derivable_pt_lim (fun s => g s k) t (g' k)) ->
  derivable_pt_lim (fun s => sum_below n (g s)) t (sum_below n g').
Proof.
  induction n as [|n IH]; intros g g' t each; simpl.
  - apply (derivable_pt_lim_const 0 t).
  - apply (derivable_pt_lim_plus (fun s => sum_below n (g s)) (fun s => g s n)).
    + apply IH. intros. apply each. lia.
    + apply each. lia.
Qed.

Lemma derivable_pt_lim_exp_of : forall f x l,
  derivable_pt_lim f x l -> derivable_pt_lim (fun s => exp (f s)) x (exp (f x) * l).
Proof.
  intros f x l derivative. apply (derivable_pt_lim_comp f exp); [exact derivative | apply derivable_pt_lim_exp].
Qed.

Lemma derivable_pt_lim_ln_of : forall f x l,
  0 < f x -> derivable_pt_lim f x l ->
  derivable_pt_lim (fun s => ln (f s)) x (l / f x).
Proof.
  intros f x l Hf derivative. replace (l / f x) with (/ f x * l) by (unfold Rdiv; ring).
  apply (derivable_pt_lim_comp f ln); [exact derivative | apply derivable_pt_lim_ln, Hf].
Qed.

Lemma derivable_pt_lim_square : forall f x l,
  derivable_pt_lim f x l -> derivable_pt_lim (fun s => f s * f s) x (2 * f x * l).
Proof.
  intros f x l derivative. assert (D := derivable_pt_lim_mult f f x l l derivative derivative).
  unfold mult_fct in D. replace (2 * f x * l) with (l * f x + f x * l) by ring. exact D.
Qed.

Lemma derivable_pt_lim_unique : forall f x l m,
  derivable_pt_lim f x l -> derivable_pt_lim f x m -> l = m.
Proof. intros f x l m is_l is_m. exact (uniqueness_limite f x l m is_l is_m). Qed.

(** A differentiable function that is positive at a point is positive near it. *)
Lemma derivable_pt_lim_positive_near : forall f x l,
  derivable_pt_lim f x l -> 0 < f x ->
  exists d, 0 < d /\ forall s, Rabs (s - x) < d -> 0 < f s.
Proof.
  intros f x l derivative Hf.
  assert (Hc : continuity_pt f x)
    by (apply derivable_continuous_pt; exists l; exact derivative).
  destruct (Hc (f x) Hf) as [d [Hd Hcont]]. exists d. split; [exact Hd|].
  intros s Hs. destruct (Req_dec s x) as [->|Hne]; [exact Hf|].
  assert (B : Rabs (f s - f x) < f x).
  { apply Hcont. split; [|exact Hs].
    split; [exact I | intro E; apply Hne; symmetry; exact E]. }
  apply Rabs_def2 in B. lra.
Qed.

(** ** Partial derivatives *)

Lemma is_partial_unique : forall g j x r r',
  is_partial g j x r -> is_partial g j x r' -> r = r'.
Proof. intros g j x r r' is_r is_r'. exact (derivable_pt_lim_unique _ _ _ _ is_r is_r'). Qed.

Lemma is_partial_ext : forall g h j x r,
  (forall y, g y = h y) -> is_partial g j x r -> is_partial h j x r.
Proof. intros g h j x r E. apply derivable_pt_lim_ext. intros s. apply E. Qed.

Lemma is_partial_const : forall w j x, is_partial (fun _ => w) j x 0.
Proof. intros. apply (derivable_pt_lim_const w). Qed.

Lemma is_partial_coordinate : forall i j x,
  is_partial (fun y => y i) j x (if Nat.eqb i j then 1 else 0).
Proof.
  intros i j x. unfold is_partial, set_coord. destruct (Nat.eqb i j).
  - apply derivable_pt_lim_id.
  - apply (derivable_pt_lim_const (x i)).
Qed.

Lemma is_partial_plus : forall g h j x r q,
  is_partial g j x r -> is_partial h j x q ->
  is_partial (fun y => g y + h y) j x (r + q).
Proof.
  intros g h j x r q Hg Hh.
  apply (derivable_pt_lim_plus (fun s => g (set_coord x j s)) (fun s => h (set_coord x j s)));
    assumption.
Qed.

Lemma is_partial_minus : forall g h j x r q,
  is_partial g j x r -> is_partial h j x q ->
  is_partial (fun y => g y - h y) j x (r - q).
Proof.
  intros g h j x r q Hg Hh.
  apply (derivable_pt_lim_minus (fun s => g (set_coord x j s)) (fun s => h (set_coord x j s)));
    assumption.
Qed.

Lemma is_partial_scal : forall w g j x r,
  is_partial g j x r -> is_partial (fun y => w * g y) j x (w * r).
Proof. intros w g j x r partial. apply derivable_pt_lim_times, partial. Qed.

Lemma is_partial_sum : forall n (g : nat -> vec -> R) j x (r : nat -> R),
  (forall k, (k < n)%nat -> is_partial (g k) j x (r k)) ->
  is_partial (fun y => sum_below n (fun k => g k y)) j x (sum_below n r).
Proof.
  intros n g j x r each.
  apply (derivable_pt_lim_sum n (fun s k => g k (set_coord x j s)) r). exact each.
Qed.

Lemma is_partial_mult : forall g h j x r q,
  is_partial g j x r -> is_partial h j x q ->
  is_partial (fun y => g y * h y) j x (r * h x + g x * q).
Proof.
  intros g h j x r q Hg Hh.
  assert (D := derivable_pt_lim_mult (fun s => g (set_coord x j s))
                 (fun s => h (set_coord x j s)) (x j) r q Hg Hh).
  cbv beta in D. rewrite set_coord_same in D. exact D.
Qed.

Lemma is_partial_square : forall g j x r,
  is_partial g j x r -> is_partial (fun y => g y * g y) j x (2 * g x * r).
Proof.
  intros g j x r partial. assert (D := derivable_pt_lim_square _ _ _ partial).
  cbv beta in D. rewrite set_coord_same in D. exact D.
Qed.

Lemma is_partial_ln : forall g j x r,
  0 < g x -> is_partial g j x r -> is_partial (fun y => ln (g y)) j x (r / g x).
Proof.
  intros g j x r Hg partial.
  assert (D := derivable_pt_lim_ln_of (fun s => g (set_coord x j s)) (x j) r).
  cbv beta in D. rewrite set_coord_same in D. apply D; assumption.
Qed.

Lemma affine_map_partial : forall n W b x i j, (j < n)%nat ->
  is_partial (fun y => affine_map n W b y i) j x (W i j).
Proof.
  intros n W b x i j Hj. unfold affine_map.
  replace (W i j) with
    (sum_below n (fun m => if Nat.eqb m j then W i m else 0) + 0)
    by (rewrite (sum_single n j (W i)) by exact Hj; ring).
  apply (is_partial_plus (fun y => sum_below n (fun m => W i m * y m)) (fun _ => b i));
    [|apply is_partial_const].
  apply (is_partial_sum n (fun m y => W i m * y m)).
  intros m _. replace (if Nat.eqb m j then W i m else 0)
    with (W i m * (if Nat.eqb m j then 1 else 0)) by (destruct (Nat.eqb m j); ring).
  apply is_partial_scal, is_partial_coordinate.
Qed.

(** ** The Euclidean norm *)

Lemma sum_squares_nonneg : forall D (v : vec), 0 <= sum_below D (fun j => v j * v j).
Proof. intros. apply sum_nonneg. intros. apply Rle_0_sqr. Qed.

Lemma norm_nonneg : forall D v, 0 <= norm D v.
Proof. intros. apply sqrt_pos. Qed.

Lemma norm_squared : forall D v, norm D v * norm D v = sum_below D (fun j => v j * v j).
Proof. intros. apply sqrt_sqrt, sum_squares_nonneg. Qed.

Lemma norm_ext : forall D u v,
  (forall j, (j < D)%nat -> u j = v j) -> norm D u = norm D v.
Proof.
  intros D u v equal. unfold norm. f_equal. apply sum_ext. intros. rewrite equal by assumption.
  reflexivity.
Qed.

Lemma le_of_squares : forall a b, 0 <= b -> a * a <= b * b -> a <= b.
Proof. intros a b Hb squares. destruct (Rle_dec a b); [assumption | nra]. Qed.

Lemma norm_component : forall D v j, (j < D)%nat -> Rabs (v j) <= norm D v.
Proof.
  intros D v j Hj. apply le_of_squares; [apply norm_nonneg|].
  rewrite norm_squared, <- Rabs_mult, Rabs_pos_eq by apply Rle_0_sqr.
  apply (sum_term_le D (fun i => v i * v i)); [exact Hj|]. intros. apply Rle_0_sqr.
Qed.

Lemma norm_le_sum : forall D v, norm D v <= sum_below D (fun j => Rabs (v j)).
Proof.
  intros D v. apply le_of_squares.
  { apply sum_nonneg. intros. apply Rabs_pos. }
  rewrite norm_squared. induction D as [|D IH]; simpl; [lra|].
  assert (0 <= sum_below D (fun j => Rabs (v j)))
    by (apply sum_nonneg; intros; apply Rabs_pos).
  assert (v D * v D = Rabs (v D) * Rabs (v D))
    by (rewrite <- Rabs_mult, Rabs_pos_eq; [reflexivity | apply Rle_0_sqr]).
  pose proof (Rabs_pos (v D)). nra.
Qed.

Lemma norm_le : forall D u v,
  (forall j, (j < D)%nat -> 0 <= u j <= v j) -> norm D u <= norm D v.
Proof.
  intros D u v entrywise. unfold norm. apply sqrt_le_1_alt, sum_le. intros j Hj.
  destruct (entrywise j Hj). apply Rmult_le_compat; lra.
Qed.

Lemma norm_scal : forall D r v, 0 <= r -> norm D (fun j => r * v j) = r * norm D v.
Proof.
  intros D r v Hr. unfold norm.
  rewrite (sum_ext D _ (fun j => (r * r) * (v j * v j))) by (intros; ring).
  rewrite sum_scal, sqrt_mult_alt by (apply Rle_0_sqr).
  rewrite sqrt_square by exact Hr. reflexivity.
Qed.

Lemma norm_zero : forall D v, norm D v = 0 -> forall j, (j < D)%nat -> v j = 0.
Proof.
  intros D v zero j Hj. pose proof (norm_component D v j Hj). rewrite zero in *.
  pose proof (Rabs_pos (v j)). destruct (Req_dec (v j) 0); [assumption|].
  pose proof (Rabs_pos_lt (v j) ltac:(assumption)). lra.
Qed.

(** Cauchy and Schwarz. *)
Lemma cauchy_schwarz : forall D u v,
  sum_below D (fun j => u j * v j) <= norm D u * norm D v.
Proof.
  intros D u v. apply le_of_squares.
  { apply Rmult_le_pos; apply norm_nonneg. }
  replace (norm D u * norm D v * (norm D u * norm D v))
    with ((norm D u * norm D u) * (norm D v * norm D v)) by ring.
  rewrite !norm_squared.
  (* 0 <= sum over j of (A v_j - B u_j)^2 with A = u.u and B = u.v *)
  set (A := sum_below D (fun j => u j * u j)).
  set (B := sum_below D (fun j => u j * v j)).
  set (V := sum_below D (fun j => v j * v j)).
  assert (HA : 0 <= A) by apply sum_squares_nonneg.
  assert (E : sum_below D (fun j => (A * v j - B * u j) * (A * v j - B * u j))
              = A * (A * V - B * B)).
  { rewrite (sum_ext D _ (fun j => A * A * (v j * v j)
               - (2 * A * B * (u j * v j) - B * B * (u j * u j)))) by (intros; ring).
    rewrite !sum_minus, !sum_scal. fold A B V. ring. }
  assert (P : 0 <= A * (A * V - B * B))
    by (rewrite <- E; apply sum_nonneg; intros; apply Rle_0_sqr).
  destruct (Req_dec A 0) as [Z|Z].
  - assert (B = 0) as ->; [|rewrite Z; lra].
    unfold B. rewrite <- (sum_zero D). apply sum_ext. intros j Hj.
    assert (Q := sum_nonneg_zero D (fun j => u j * u j)
                   (fun k _ => Rle_0_sqr (u k)) Z j Hj). cbv beta in Q.
    assert (u j = 0) as -> by nra. ring.
  - assert (0 < A) by lra.
    assert (0 <= A * V - B * B); [|lra].
    apply (Rmult_le_reg_l A); [assumption|]. lra.
Qed.

(** The triangle inequality. *)
Lemma norm_triangle : forall D u v,
  norm D (fun j => u j + v j) <= norm D u + norm D v.
Proof.
  intros D u v. apply le_of_squares.
  { pose proof (norm_nonneg D u). pose proof (norm_nonneg D v). lra. }
  replace ((norm D u + norm D v) * (norm D u + norm D v))
    with (norm D u * norm D u + 2 * (norm D u * norm D v) + norm D v * norm D v) by ring.
  rewrite !norm_squared.
  rewrite (sum_ext D (fun j => (u j + v j) * (u j + v j))
             (fun j => u j * u j + (2 * (u j * v j) + v j * v j))) by (intros; ring).
  rewrite !sum_plus, sum_scal. pose proof (cauchy_schwarz D u v). lra.
Qed.

(** The norm of a curve tends to 0 exactly if every coordinate does. *)
Lemma norm_tends_to_0 : forall D (u : R -> vec),
  (forall j, (j < D)%nat -> tends_to (fun t => u t j) 0) ->
  tends_to (fun t => norm D (u t)) 0.
Proof.
  intros D u each.
  apply tends_to_squeeze_0 with (fun t => sum_below D (fun j => Rabs (u t j))) 0.
  - intros t _. rewrite Rabs_pos_eq by apply norm_nonneg. apply norm_le_sum.
  - rewrite <- (sum_zero D).
    apply (tends_to_sum D (fun t j => Rabs (u t j)) (fun _ => 0)).
    intros j Hj. apply (tends_to_Rabs_0 (fun t => u t j)), each, Hj.
Qed.

Lemma norm_tends_to_0_component : forall D (u : R -> vec) j,
  (j < D)%nat -> tends_to (fun t => norm D (u t)) 0 -> tends_to (fun t => u t j) 0.
Proof.
  intros D u j Hj vanishes. apply tends_to_squeeze_0 with (fun t => norm D (u t)) 0;
    [intros; apply norm_component, Hj | exact vanishes].
Qed.

(** A bound on every coordinate bounds the norm. *)
Lemma norm_bound : forall D v M,
  (forall j, (j < D)%nat -> Rabs (v j) <= M) -> norm D v <= INR D * M.
Proof.
  intros D v M bounded. apply Rle_trans with (1 := norm_le_sum D v).
  rewrite <- sum_const. apply sum_le. exact bounded.
Qed.
