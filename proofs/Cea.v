(** * Capturing extreme activations (paper B, section 3) on the tail *)

From Farfield Require Import Basics Calculus Softmax Tail Network Penultimate.
Import ListNotations.

Open Scope R_scope.

(** g(x) = || max (z - tau, 0) ||_2 (equation 4). *)
Definition cea (n : nat) (tau : R) (z : vec) : R := norm n (fun j => relu (z j - tau)).

(** || Delta_+ ||_2, the size of the rising slopes. *)
Definition rising (n : nat) (delta : vec) : R := norm n (fun j => relu (delta j)).

(** ** Claim posthoc-keeps-predictions: section 5 *)

(** The answer of a classifier behind a detector: class k, unless the novelty
    score exceeds the threshold. *)
Definition answers (C : nat) (logits : vec -> vec) (score : vec -> R) (theta : R) (x : vec) (k : nat)
    : Prop := score x <= theta /\ is_top C (logits x) k.

Definition with_cea (score : vec -> R) (features : vec -> vec) (n : nat) (tau lambda : R) : vec -> R :=
  fun x => score x + lambda * cea n tau (features x).

(** CEA reads the network and leaves it alone, so that predictions are kept is
    its definition.  What can be proved: at one threshold, every class that is
    answered with CEA is answered without, CEA only withholds answers. *)
Theorem posthoc_keeps_predictions_selective : forall C logits score features n tau lambda theta x k,
  0 <= lambda ->
  answers C logits (with_cea score features n tau lambda) theta x k ->
  answers C logits score theta x k.
Proof.
  intros C logits score features n tau lambda theta x k nonneg [accepted top].
  split; [|exact top]. unfold with_cea in accepted.
  assert (0 <= lambda * cea n tau (features x)) by (apply Rmult_le_pos; [exact nonneg | apply norm_nonneg]).
  lra.
Qed.

(** ** Claim cea-monotone: condition (ii) of section 3.1 *)

(** "g increases with the scaling factor", for ReLU features and tau > 0. *)
Definition cea_monotone_as_printed : Prop :=
  forall body n tau x d alpha alpha',
    0 < tau -> x d <> 0 -> 1 <= alpha <= alpha' ->
    cea n tau (eval (Compose body (Relu n)) (scale x d alpha))
    <= cea n tau (eval (Compose body (Relu n)) (scale x d alpha')).

(** The unit relu(2 - x) falls from 1 to 0 as x is scaled from 1 to 2. *)
Theorem cea_monotone_as_printed_false : ~ cea_monotone_as_printed.
Proof.
  intros claim.
  specialize (claim (dense 1 [[-1]] [2]) 1%nat (/ 2) (fun _ => 1) 0%nat 1 2
    ltac:(lra) ltac:(lra) ltac:(lra)).
  assert (E : forall alpha, cea 1 (/ 2) (eval (Compose (dense 1 [[-1]] [2]) (Relu 1))
    (scale (fun _ => 1) 0 alpha)) = sqrt (relu (relu (2 - alpha) - / 2) * relu (relu (2 - alpha) - / 2))).
  { intros alpha. unfold cea, norm. cbn [sum_below]. f_equal.
    unfold dense, Relu. cbn [eval Nat.ltb Nat.leb]. rewrite relu_is_leaky.
    unfold affine_map, rows, entries. cbn [sum_below nth].
    unfold scale, set_coord. cbn [Nat.eqb].
    replace (0 + -1 * (alpha * 1) + 2) with (2 - alpha) by ring. ring. }
  rewrite !E in claim.
  replace (relu (relu (2 - 1) - / 2)) with (/ 2) in claim
    by (unfold relu; rewrite (Rmax_right 0 (2 - 1)), Rmax_right; lra).
  replace (relu (relu (2 - 2) - / 2)) with 0 in claim
    by (unfold relu; rewrite (Rmax_left 0 (2 - 2)), Rmax_left; lra).
  rewrite sqrt_square, Rmult_0_l, sqrt_0 in claim by lra. lra.
Qed.

Lemma relu_nonneg : forall r, 0 <= relu r.
Proof. intros. apply Rmax_l. Qed.

Lemma relu_le : forall r s, r <= s -> relu r <= relu s.
Proof. intros r s ordered. unfold relu. apply Rmax_lub; [apply Rmax_l | apply Rle_trans with (2 := Rmax_r _ _), ordered]. Qed.

Lemma relu_convex : forall r s l, 0 <= l <= 1 ->
  relu (l * r + (1 - l) * s) <= l * relu r + (1 - l) * relu s.
Proof.
  intros r s l [l_nonneg l_le_one]. pose proof (relu_nonneg r). pose proof (relu_nonneg s).
  assert (r <= relu r) by apply Rmax_r. assert (s <= relu s) by apply Rmax_r.
  unfold relu at 1. apply Rmax_lub.
  - assert (0 <= l * relu r) by (apply Rmult_le_pos; lra).
    assert (0 <= (1 - l) * relu s) by (apply Rmult_le_pos; lra). lra.
  - apply Rplus_le_compat; apply Rmult_le_compat_l; lra.
Qed.

(** | relu r - relu s | <= | r - s |. *)
Lemma relu_lipschitz : forall r s, Rabs (relu r - relu s) <= Rabs (r - s).
Proof.
  intros r s. unfold relu, Rmax. destruct (Rle_dec 0 r), (Rle_dec 0 s);
    unfold Rabs; repeat destruct (Rcase_abs _); lra.
Qed.

(** Positive homogeneity. *)
Lemma relu_scal : forall w r, 0 <= w -> relu (w * r) = w * relu r.
Proof.
  intros w r Hw. unfold relu, Rmax. destruct (Rle_dec 0 (w * r)), (Rle_dec 0 r); try nra.
Qed.

(** The penultimate activations from T on: z_j(t) = a_j + b_j t. *)
Definition activation_lines (n : nat) (z : R -> vec) (T : R) (a b : vec) : Prop :=
  forall t j, T <= t -> (j < n)%nat -> z t j = line a b t j.

(** On the tail of ReLU units g is non-decreasing and convex, and it goes to
    infinity exactly if some unit keeps rising. *)
Theorem cea_monotone_repaired : forall n z T a b tau,
  activation_lines n z T a b -> (forall j, (j < n)%nat -> 0 <= b j) ->
  (forall t s, T <= t -> t <= s -> cea n tau (z t) <= cea n tau (z s))
  /\ (forall t s l, T <= t -> T <= s -> 0 <= l <= 1 ->
        cea n tau (z (l * t + (1 - l) * s)) <= l * cea n tau (z t) + (1 - l) * cea n tau (z s))
  /\ (diverges (fun t => cea n tau (z t)) <-> exists j, (j < n)%nat /\ 0 < b j).
Proof.
  intros n z T a b tau Hz Hb. split; [|split; [|split]].
  - intros t s Ht Hs. apply norm_le. intros j Hj. split; [apply relu_nonneg|].
    apply relu_le. rewrite !Hz by (assumption || lra). unfold line.
    assert (b j * t <= b j * s) by (apply Rmult_le_compat_l; auto). lra.
  - intros t s l Ht Hs Hl. unfold cea.
    rewrite <- (norm_scal n l) by lra. rewrite <- (norm_scal n (1 - l)) by lra.
    apply Rle_trans with (2 := norm_triangle n _ _). apply norm_le. intros j Hj.
    split; [apply relu_nonneg|]. cbv beta.
    apply Rle_trans with (2 := relu_convex _ _ l Hl).
    assert (Hm : T <= l * t + (1 - l) * s).
    { assert (l * T <= l * t) by (apply Rmult_le_compat_l; lra).
      assert ((1 - l) * T <= (1 - l) * s) by (apply Rmult_le_compat_l; lra). lra. }
    rewrite !Hz by assumption. unfold line. right. f_equal. ring.
  - intros D.
    assert (X : forall m, (forall j, (j < m)%nat -> (j < n)%nat -> b j = 0)
                 \/ exists j, (j < m)%nat /\ (j < n)%nat /\ 0 < b j).
    { induction m as [|m [A|[j [Hj A]]]].
      - left. intros; lia.
      - destruct (Nat.lt_ge_cases m n) as [Hm|Hm].
        + destruct (Hb m Hm) as [P|P].
          * right. exists m. split; [lia|]. split; assumption.
          * left. intros j Hj Hjn. destruct (Nat.eq_dec j m) as [->|]; [auto | apply A; lia].
        + left. intros j Hj Hjn. apply A; lia.
      - right. exists j. split; [lia|exact A]. }
    destruct (X n) as [A|[j [_ A]]]; [exfalso|exists j; exact A].
    destruct (D (cea n tau a + 1)) as [B HB].
    specialize (HB (Rmax B T) (Rmax_l B T)).
    assert (E : cea n tau (z (Rmax B T)) = cea n tau a).
    { apply norm_ext. intros j Hj. rewrite Hz by (assumption || apply Rmax_r).
      unfold line. rewrite (A j Hj Hj). f_equal. ring. }
    rewrite E in HB. lra.
  - intros [j [Hj P]].
    apply diverges_le with (fun t => (a j - tau) + b j * t) T.
    + intros t Ht. apply Rle_trans with (2 := norm_component n _ j Hj).
      rewrite Rabs_pos_eq by apply relu_nonneg.
      apply Rle_trans with (2 := Rmax_r _ _). rewrite Hz by assumption. unfold line. lra.
    + apply diverges_line, P.
Qed.

(** For a ReLU network, along every ray. *)
Theorem cea_monotone_network : forall body n tau x v,
  let z := fun t => eval (Compose body (Relu n)) (ray x v t) in
  let T := tail_from (Compose body (Relu n)) x v in
  (forall t s, T <= t -> t <= s -> cea n tau (z t) <= cea n tau (z s))
  /\ (diverges (fun t => cea n tau (z t))
      <-> exists j, (j < n)%nat /\ 0 < tail_slope (Compose body (Relu n)) x v j).
Proof.
  intros body n tau x v z T.
  destruct (cea_monotone_repaired n z T (tail_intercept (Compose body (Relu n)) x v)
    (tail_slope (Compose body (Relu n)) x v) tau) as [A [_ B]].
  - intros t j Ht _. apply eventually_affine, Ht.
  - intros. apply relu_slope_nonneg.
  - split; assumption.
Qed.

(** ** Claim cea-catches-overconfidence *)

(** g grows like t || Delta_+ ||, up to a constant. *)
Lemma cea_linear_growth : forall n z T a b tau,
  activation_lines n z T a b ->
  exists K, 0 <= K /\ forall t, T <= t -> 0 <= t ->
    Rabs (cea n tau (z t) - rising n b * t) <= K.
Proof.
  intros n z T a b tau Hz. set (K := sum_below n (fun j => Rabs (a j - tau))).
  exists K. split; [apply sum_nonneg; intros; apply Rabs_pos|].
  intros t Ht t_nonneg. rewrite Rmult_comm. unfold rising. rewrite <- norm_scal by exact t_nonneg.
  unfold cea.
  set (u := fun j => relu (z t j - tau)). set (w := fun j => t * relu (b j)).
  (* | ||u|| - ||w|| | <= ||u - w|| <= sum |u_j - w_j| <= sum |a_j - tau| *)
  assert (S : forall p q : vec, (forall j, (j < n)%nat -> Rabs (p j - q j) <= Rabs (a j - tau)) ->
            norm n p - norm n q <= K).
  { intros p q near_entries. pose proof (norm_triangle n q (fun j => p j - q j)) as N.
    cbv beta in N.
    rewrite (norm_ext n (fun j => q j + (p j - q j)) p) in N by (intros; ring).
    pose proof (norm_le_sum n (fun j => p j - q j)) as L. cbv beta in L.
    assert (sum_below n (fun j => Rabs (p j - q j)) <= K) by (apply sum_le; exact near_entries). lra. }
  assert (P : forall j, (j < n)%nat -> Rabs (u j - w j) <= Rabs (a j - tau)).
  { intros j Hj. unfold u, w. rewrite <- relu_scal by exact t_nonneg.
    apply Rle_trans with (1 := relu_lipschitz _ _). rewrite Hz by assumption. unfold line.
    right. f_equal. ring. }
  apply Rabs_le. pose proof (S u w P).
  assert (norm n w - norm n u <= K).
  { apply S. intros j Hj. rewrite Rabs_minus_sym. apply P, Hj. }
  lra.
Qed.

(** A score X with slope q on the tail, corrected by - lambda g ("higher = more
    in-distribution"): CEA drives it to minus infinity exactly if
    lambda || Delta_+ || > q, and cannot stop it if lambda || Delta_+ || < q;
    in between the corrected score stays bounded. *)
Theorem cea_catches_overconfidence_criterion : forall n z T a b tau X p q lambda,
  activation_lines n z T a b -> (forall t, T <= t -> X t = p + q * t) -> 0 <= lambda ->
  let S := fun t => X t - lambda * cea n tau (z t) in
  (q < lambda * rising n b -> diverges (fun t => - S t))
  /\ (lambda * rising n b < q -> diverges S)
  /\ (q = lambda * rising n b -> exists M A, forall t, A <= t -> Rabs (S t) <= M).
Proof.
  intros n z T a b tau X p q lambda Hz HX Hl S.
  destruct (cea_linear_growth n z T a b tau Hz) as [K [HK B]].
  assert (E : forall t, Rmax T 0 <= t ->
    p - lambda * K + (q - lambda * rising n b) * t <= S t
    <= p + lambda * K + (q - lambda * rising n b) * t).
  { intros t Ht. pose proof (Rmax_l T 0). pose proof (Rmax_r T 0).
    specialize (B t ltac:(lra) ltac:(lra)). pose proof (Rle_abs (cea n tau (z t) - rising n b * t)).
    pose proof (Rle_abs (- (cea n tau (z t) - rising n b * t))). rewrite Rabs_Ropp in *.
    unfold S. rewrite HX by lra.
    assert (lambda * (cea n tau (z t) - rising n b * t) <= lambda * K)
      by (apply Rmult_le_compat_l; lra).
    assert (lambda * - (cea n tau (z t) - rising n b * t) <= lambda * K)
      by (apply Rmult_le_compat_l; lra). lra. }
  split; [|split].
  - intros compared. apply diverges_le with
      (fun t => - (p + lambda * K) + (lambda * rising n b - q) * t) (Rmax T 0).
    + intros t Ht. specialize (E t Ht). lra.
    + apply diverges_line. lra.
  - intros compared. apply diverges_le with
      (fun t => (p - lambda * K) + (q - lambda * rising n b) * t) (Rmax T 0).
    + intros t Ht. specialize (E t Ht). lra.
    + apply diverges_line. lra.
  - intros compared. exists (Rabs p + lambda * K), (Rmax T 0). intros t Ht. specialize (E t Ht).
    replace (q - lambda * rising n b) with 0 in E by lra.
    pose proof (Rle_abs p). pose proof (Rle_abs (- p)). rewrite Rabs_Ropp in *.
    apply Rabs_le. lra.
Qed.

(** "A network that saturates is caught by CEA", whatever the score: here for
    the maximum logit. *)
Definition cea_catches_overconfidence_as_printed : Prop :=
  forall body m W beta C x v k tau lambda,
    let net := Compose (Compose body (Relu m)) (Affine m W beta) in
    (1 < C)%nat -> (k < C)%nat -> 0 < lambda -> 0 < tau ->
    tends_to (fun t => softmax C (eval net (ray x v t)) k) 1 ->
    diverges (fun t => - (eval net (ray x v t) k
      - lambda * cea m tau (eval (Compose body (Relu m)) (ray x v t)))).

(** One unit relu(x), logits (2 z, 0): the maximum logit rises at speed 2, the
    correction with lambda = 1 only at speed 1. *)
Theorem cea_catches_overconfidence_as_printed_false : ~ cea_catches_overconfidence_as_printed.
Proof.
  intros claim.
  set (x := fun _ : nat => 0). set (v := fun _ : nat => 1).
  set (body := Compose Identity (Relu 1)).
  assert (Z : forall t, 0 <= t -> eval body (ray x v t) 0%nat = t).
  { intros t Ht. unfold body, Relu. cbn [eval Nat.ltb Nat.leb].
    rewrite relu_is_leaky. unfold relu, ray, x, v. rewrite Rmax_right; lra. }
  assert (F : forall t c, 0 <= t -> eval (Compose body (dense 1 [[2]; [0]] [0; 0])) (ray x v t) c
                = 0 + (if Nat.eqb c 0 then 2 else 0) * t).
  { intros t c Ht. unfold dense. cbn [eval]. unfold affine_map. cbn [sum_below].
    rewrite Z by exact Ht. unfold rows, entries. destruct c as [|[|c]]; cbn [nth Nat.eqb]; ring || idtac.
    destruct c; cbn [nth]; ring. }
  assert (L : tends_to (fun t => softmax 2
    (eval (Compose body (dense 1 [[2]; [0]] [0; 0])) (ray x v t)) 0) 1).
  { apply tends_to_eventually with (fun t => softmax 2
      (line (fun _ => 0) (fun c => if Nat.eqb c 0 then 2 else 0) t) 0) 0.
    - intros t Ht. apply softmax_ext; [lia|]. intros c Hc. rewrite F by exact Ht. reflexivity.
    - rewrite <- (proj2 (limit_probability_one_iff 2 (fun _ => 0)
        (fun c => if Nat.eqb c 0 then 2 else 0) 0 ltac:(lia))).
      + apply regimes_limit_law. lia.
      + split; [lia|]. intros c Hc Hne. assert (c = 1%nat) as -> by lia. cbn [Nat.eqb]. lra. }
  assert (D := claim Identity 1%nat (rows [[2]; [0]]) (entries [0; 0]) 2%nat x v 0%nat 1 1
    ltac:(lia) ltac:(lia) ltac:(lra) ltac:(lra) L).
  destruct (D 0) as [A HA]. pose proof (Rmax_l A 2). pose proof (Rmax_r A 2).
  specialize (HA (Rmax A 2) ltac:(lra)).
  change (Compose Identity (Relu 1)) with body in HA.
  change (Affine 1 (rows [[2]; [0]]) (entries [0; 0])) with (dense 1 [[2]; [0]] [0; 0]) in HA.
  rewrite F in HA by lra. cbn [Nat.eqb] in HA.
  assert (E : cea 1 1 (eval body (ray x v (Rmax A 2))) = Rmax A 2 - 1).
  { unfold cea, norm. cbn [sum_below]. rewrite Z by lra. unfold relu. rewrite Rmax_right by lra.
    rewrite Rplus_0_l. apply sqrt_square. lra. }
  rewrite E in HA. lra.
Qed.

(** Repaired: caught whenever the score is bounded above (as MSP is) and
    lambda > 0. *)
Theorem cea_catches_overconfidence_repaired : forall body m W beta C x v k tau lambda X M,
  let features := Compose body (Relu m) in
  (1 < C)%nat -> (k < C)%nat -> 0 < lambda ->
  tends_to (fun t => softmax C (eval (Compose features (Affine m W beta)) (ray x v t)) k) 1 ->
  (forall t, X t <= M) ->
  diverges (fun t => - (X t - lambda * cea m tau (eval features (ray x v t)))).
Proof.
  intros body m W beta C x v k tau lambda X M features HC Hk Hl certain HX.
  destruct (penultimate_diverges_relu body m m W beta C x v k HC Hk certain) as [j [Hj [P _]]].
  destruct (cea_monotone_network body m tau x v) as [_ D].
  destruct D as [_ D]. specialize (D (ex_intro _ j (conj Hj P))).
  intros N. destruct (D ((N + M) / lambda)) as [A HA]. exists A. intros t Ht.
  specialize (HA t Ht). specialize (HX t). cbv beta in HA.
  apply (Rmult_le_compat_l lambda) in HA; [|lra].
  replace (lambda * ((N + M) / lambda)) with (N + M) in HA by (field; lra).
  unfold features. lra.
Qed.
