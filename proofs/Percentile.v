(** * The threshold of CEA: an interpolated percentile, and how much of the
    validation data exceeds it (claims cea-id-small and cea-weight) *)

From Farfield Require Import Basics Calculus Softmax Tail Network Penultimate Cea Balls.
Import ListNotations.

Open Scope R_scope.

(** ** Order statistics *)

Fixpoint insert (r : R) (l : list R) : list R :=
  match l with
  | [] => [r]
  | s :: rest => if Rle_dec r s then r :: l else s :: insert r rest
  end.

Fixpoint sorted (l : list R) : list R :=
  match l with
  | [] => []
  | r :: rest => insert r (sorted rest)
  end.

Fixpoint ascending (l : list R) : Prop :=
  match l with
  | [] => True
  | r :: rest => (forall s, In s rest -> r <= s) /\ ascending rest
  end.

Lemma in_insert : forall r s l, In s (insert r l) <-> s = r \/ In s l.
Proof.
  intros r s l. induction l as [|u rest IH]; simpl; [intuition auto|].
  destruct (Rle_dec r u); simpl; [intuition auto|]. rewrite IH. intuition auto.
Qed.

Lemma insert_ascending : forall r l, ascending l -> ascending (insert r l).
Proof.
  intros r l. induction l as [|u rest IH]; intros order; simpl; [split; [intros s []|exact I]|].
  destruct order as [least order]. destruct (Rle_dec r u) as [le|gt].
  - split; [|split; assumption]. intros s [<-|member]; [exact le|].
    apply Rle_trans with (1 := le), least, member.
  - split; [|apply IH, order]. intros s member. apply in_insert in member.
    destruct member as [->|member]; [lra|apply least, member].
Qed.

Lemma sorted_ascending : forall l, ascending (sorted l).
Proof. induction l as [|r l IH]; simpl; [exact I | apply insert_ascending, IH]. Qed.

Lemma insert_length : forall r l, length (insert r l) = S (length l).
Proof.
  intros r l. induction l as [|u rest IH]; simpl; [reflexivity|].
  destruct (Rle_dec r u); simpl; [reflexivity | rewrite IH; reflexivity].
Qed.

Lemma sorted_length : forall l, length (sorted l) = length l.
Proof. induction l as [|r l IH]; simpl; [reflexivity | rewrite insert_length, IH; reflexivity]. Qed.

Lemma sorted_of_ascending : forall l, ascending l -> sorted l = l.
Proof.
  induction l as [|r l IH]; intros order; simpl; [reflexivity|]. destruct order as [least order].
  rewrite IH by exact order. destruct l as [|s rest]; simpl; [reflexivity|].
  destruct (Rle_dec r s) as [|gt]; [reflexivity|]. exfalso. apply gt, least. left. reflexivity.
Qed.

Lemma ascending_nth : forall l i j, ascending l -> (i <= j < length l)%nat -> nth i l 0 <= nth j l 0.
Proof.
  induction l as [|r l IH]; intros i j order range; [simpl in range; lia|].
  destruct order as [least order]. destruct j as [|j].
  - assert (i = 0)%nat as -> by lia. lra.
  - destruct i as [|i]; simpl; [|apply IH; [exact order|simpl in range; lia]].
    apply least, nth_In. simpl in range. lia.
Qed.

(** How many of the values exceed tau. *)
Fixpoint exceeding (tau : R) (values : list R) : nat :=
  match values with
  | [] => 0%nat
  | r :: rest => ((if Rlt_dec tau r then 1 else 0) + exceeding tau rest)%nat
  end.

Lemma exceeding_insert : forall tau r l,
  exceeding tau (insert r l) = ((if Rlt_dec tau r then 1 else 0) + exceeding tau l)%nat.
Proof.
  intros tau r l. induction l as [|u rest IH]; simpl; [reflexivity|].
  destruct (Rle_dec r u); simpl; [reflexivity | rewrite IH; lia].
Qed.

Lemma exceeding_sorted : forall tau l, exceeding tau (sorted l) = exceeding tau l.
Proof.
  intros tau l. induction l as [|r l IH]; simpl; [reflexivity | rewrite exceeding_insert, IH; reflexivity].
Qed.

Lemma exceeding_le : forall q tau values, q <= tau -> (exceeding tau values <= exceeding q values)%nat.
Proof.
  intros q tau values order. induction values as [|r rest IH]; simpl; [lia|].
  destruct (Rlt_dec tau r), (Rlt_dec q r); try lia. lra.
Qed.

Lemma exceeding_length : forall tau l, (exceeding tau l <= length l)%nat.
Proof. intros tau l. induction l as [|r l IH]; simpl; [lia|]. destruct (Rlt_dec tau r); lia. Qed.

(** At most the values after the k-th exceed the k-th. *)
Lemma exceeding_order_statistic : forall l k, ascending l -> (k < length l)%nat ->
  (exceeding (nth k l 0%R) l <= length l - 1 - k)%nat.
Proof.
  induction l as [|r l IH]; intros k order inside; [simpl in inside; lia|].
  destruct order as [least order]. destruct k as [|k]; simpl.
  - destruct (Rlt_dec r r); [lra|]. pose proof (exceeding_length r l). lia.
  - simpl in inside. specialize (IH k order ltac:(lia)).
    destruct (Rlt_dec (nth k l 0) r) as [less|]; [|lia].
    pose proof (least (nth k l 0) ltac:(apply nth_In; lia)). lra.
Qed.

(** ** The interpolated percentile that the engine computes *)

(** The natural number below r >= 0. *)
Definition floor (r : R) : nat := Z.to_nat (Int_part r).

Lemma floor_bounds : forall r, 0 <= r -> INR (floor r) <= r < INR (floor r) + 1.
Proof.
  intros r nonneg. destruct (base_Int_part r) as [low high]. unfold floor.
  assert (Z_nonneg : (0 <= Int_part r)%Z).
  { apply Z.lt_succ_r, lt_IZR. rewrite succ_IZR. lra. }
  rewrite INR_IZR_INZ, Z2Nat.id by exact Z_nonneg. lra.
Qed.

Lemma floor_unique : forall r k, INR k <= r < INR k + 1 -> floor r = k.
Proof.
  intros r k bounds. pose proof (pos_INR k). destruct (floor_bounds r ltac:(lra)) as [low high].
  destruct (Nat.lt_trichotomy (floor r) k) as [less|[same|more]]; [|exact same|].
  - assert (INR (floor r) + 1 <= INR k) by (rewrite <- S_INR; apply le_INR; lia). lra.
  - assert (INR k + 1 <= INR (floor r)) by (rewrite <- S_INR; apply le_INR; lia). lra.
Qed.

(** h = p (n - 1); the value between the order statistics below and above. *)
Definition percentile (p : R) (values : list R) : R :=
  let n := length values in
  let h := p * INR (n - 1) in
  let k := floor h in
  let s := sorted values in
  nth k s 0 + (h - INR k) * (nth (Nat.min (k + 1) (n - 1)) s 0 - nth k s 0).

Lemma position_inside : forall p n, 0 <= p <= 1 -> (0 < n)%nat -> (floor (p * INR (n - 1)) <= n - 1)%nat.
Proof.
  intros p n share some. pose proof (pos_INR (n - 1)).
  destruct (floor_bounds (p * INR (n - 1))) as [low _]; [apply Rmult_le_pos; lra|].
  apply INR_le. nra.
Qed.

Lemma percentile_at_least : forall p values, 0 <= p <= 1 -> values <> [] ->
  nth (floor (p * INR (length values - 1))) (sorted values) 0 <= percentile p values.
Proof.
  intros p values share some.
  assert (0 < length values)%nat by (destruct values; [congruence|simpl; lia]).
  pose proof (position_inside p (length values) share ltac:(lia)) as inside.
  unfold percentile. set (h := p * INR (length values - 1)) in *. set (k := floor h) in *.
  pose proof (pos_INR (length values - 1)).
  destruct (floor_bounds h) as [low _]; [apply Rmult_le_pos; lra|]. fold k in low.
  assert (step : nth k (sorted values) 0 <= nth (Nat.min (k + 1) (length values - 1)) (sorted values) 0).
  { apply ascending_nth; [apply sorted_ascending|]. rewrite sorted_length. lia. }
  assert (0 <= (h - INR k) * (nth (Nat.min (k + 1) (length values - 1)) (sorted values) 0
    - nth k (sorted values) 0)) by (apply Rmult_le_pos; lra).
  lra.
Qed.

(** ** Claim cea-id-small, repaired: the counting lemma *)

(** Of n values at most n - 1 - floor (p (n - 1)) exceed rho times their
    percentile, if that is not negative and rho >= 1: less than a share 1 - p
    of n - 1 values and one more. *)
Theorem cea_id_small_repaired : forall p rho values,
  0 <= p <= 1 -> values <> [] -> 0 <= percentile p values -> 1 <= rho ->
  let n := length values in
  let over := exceeding (rho * percentile p values) values in
  (over <= n - 1 - floor (p * INR (n - 1)))%nat
  /\ INR over < (1 - p) * INR (n - 1) + 1.
Proof.
  intros p rho values share some nonneg large n over.
  assert (positive : (0 < n)%nat) by (unfold n; destruct values; [congruence|simpl; lia]).
  pose proof (position_inside p n share positive) as inside.
  assert (count : (over <= n - 1 - floor (p * INR (n - 1)))%nat).
  { unfold over. apply Nat.le_trans with (exceeding (percentile p values) values).
    { apply exceeding_le. nra. }
    rewrite <- exceeding_sorted.
    apply Nat.le_trans with (exceeding (nth (floor (p * INR (n - 1))) (sorted values) 0%R) (sorted values)).
    { apply exceeding_le, percentile_at_least; assumption. }
    unfold n in *. rewrite <- (sorted_length values) in *.
    apply exceeding_order_statistic; [apply sorted_ascending|].
    rewrite !sorted_length in *. lia. }
  split; [exact count|]. pose proof (pos_INR (n - 1)).
  destruct (floor_bounds (p * INR (n - 1))) as [_ high]; [apply Rmult_le_pos; lra|].
  apply le_INR in count. rewrite minus_INR in count by exact inside. lra.
Qed.

(** Where the percentile meets an order statistic: exactly the share 1 - p. *)
Theorem cea_id_small_whole_position : forall p rho values k,
  0 <= p <= 1 -> values <> [] -> 0 <= percentile p values -> 1 <= rho ->
  p * INR (length values - 1) = INR k ->
  INR (exceeding (rho * percentile p values) values) <= (1 - p) * INR (length values - 1).
Proof.
  intros p rho values k share some nonneg large whole.
  destruct (cea_id_small_repaired p rho values share some nonneg large) as [count _].
  rewrite whole, (floor_unique (INR k) k) in count by lra.
  assert (inside : (k <= length values - 1)%nat).
  { apply INR_le. pose proof (pos_INR (length values - 1)). nra. }
  apply le_INR in count. rewrite minus_INR in count by exact inside. lra.
Qed.

(** An input none of whose activations exceeds the threshold has g = 0, which
    no other input falls below. *)
Theorem cea_id_small_below_threshold : forall n tau z z',
  (forall j, (j < n)%nat -> z j <= tau) -> cea n tau z = 0 /\ cea n tau z <= cea n tau z'.
Proof.
  intros n tau z z' below.
  assert (zero : cea n tau z = 0).
  { unfold cea, norm. rewrite (sum_ext n _ (fun _ => 0)), sum_zero, sqrt_0; [reflexivity|].
    intros j inside. specialize (below j inside). unfold relu. rewrite Rmax_left by lra. ring. }
  split; [exact zero|]. rewrite zero. apply norm_nonneg.
Qed.

(** A negative percentile times rho > 1 is a lower threshold: then all of the
    validation activations may exceed it. *)
Theorem cea_id_small_negative_percentile : exists p rho values,
  0 <= p <= 1 /\ 1 <= rho /\ values <> [] /\ percentile p values < 0
  /\ exceeding (rho * percentile p values) values = length values.
Proof.
  exists 1, 2, [-1].
  assert (value : percentile 1 [-1] = -1).
  { unfold percentile. cbn [length Nat.sub sorted insert].
    replace (1 * INR 0) with (INR 0) by (simpl; ring).
    rewrite (floor_unique (INR 0) 0) by (simpl; lra). simpl. ring. }
  rewrite value. cbn [exceeding length].
  destruct (Rlt_dec (2 * -1) (-1)); [|lra]. repeat split; try lra. discriminate.
Qed.

(** ** Refuted as a statement about pairs *)

(** The activations of all validation rows, pooled. *)
Definition pooled (n : nat) (z : vec -> vec) (rows : list vec) : list R :=
  flat_map (fun x => map (z x) (seq 0 n)) rows.

(** "g(ID) <= g(OOD)", for ReLU features and every validation row. *)
Definition cea_id_small_as_printed : Prop :=
  forall body n p rho rows x y,
    let z := eval (Compose body (Relu n)) in
    let tau := rho * percentile p (pooled n z rows) in
    0 <= p <= 1 -> 1 <= rho -> In x rows -> cea n tau (z x) <= cea n tau (z y).

Lemma ascending_block : forall m r s, r <= s -> ascending (repeat r m ++ [s]).
Proof.
  intros m r s order. induction m as [|m IH]; simpl; [split; [intros u []|exact I]|].
  split; [|exact IH]. intros u member. apply in_app_iff in member.
  destruct member as [member|[<-|[]]]; [|exact order].
  apply repeat_spec in member. rewrite member. lra.
Qed.

(** m equal values and a larger one: the percentile is the common value while
    its position stays below the last two. *)
Lemma percentile_block : forall p m k r s, r <= s -> (k + 1 < m)%nat ->
  INR k <= p * INR m < INR k + 1 -> percentile p (repeat r m ++ [s]) = r.
Proof.
  intros p m k r s order inside position. unfold percentile.
  assert (size : length (repeat r m ++ [s]) = S m) by (rewrite app_length, repeat_length; simpl; lia).
  rewrite size. replace (S m - 1)%nat with m by lia. rewrite (floor_unique _ k position).
  rewrite sorted_of_ascending by (apply ascending_block, order).
  rewrite Nat.min_l by lia.
  rewrite !app_nth1 by (rewrite repeat_length; lia).
  assert (same : forall i, (i < m)%nat -> nth i (repeat r m) 0 = r).
  { intros i low. apply (repeat_spec m), nth_In. rewrite repeat_length. exact low. }
  rewrite !same by lia. ring.
Qed.

Lemma pooled_repeat : forall z x m, pooled 1 z (repeat x m) = repeat (z x 0%nat) m.
Proof.
  intros z x m. unfold pooled. induction m as [|m IH]; [reflexivity|].
  cbn [repeat flat_map map seq app]. f_equal. exact IH.
Qed.

Lemma INR_2000 : INR 2000 = 2000.
Proof. rewrite INR_IZR_INZ. f_equal. Qed.

Lemma INR_1998 : INR 1998 = 1998.
Proof. rewrite INR_IZR_INZ. f_equal. Qed.

Definition constant (r : R) : vec := fun _ => r.

(** One validation row of 10 among 2,000 of 1, the authors' rho = 1.1 and
    p = 99.9 %, an input near -5 that switches the unit off: refuted for every
    network with weight and bias within 1/4 of z = relu(x). *)
Theorem cea_id_small_robust : forall w b y,
  near_to (/ 4) 1 w -> near_to (/ 4) 0 b -> near_to (/ 4) (-5) (y 0%nat) ->
  let z := eval (Compose (Affine 1 (fun _ _ => w) (fun _ => b)) (Relu 1)) in
  let rows := repeat (constant 1) 2000 ++ [constant 10] in
  let tau := 11 / 10 * percentile (999 / 1000) (pooled 1 z rows) in
  In (constant 10) rows /\ cea 1 tau (z y) = 0 /\ 0 < cea 1 tau (z (constant 10)).
Proof.
  intros w b y near_w near_b near_y z rows tau.
  apply near_to_bounds in near_w, near_b, near_y.
  assert (unit_value : forall x, z x 0%nat = relu (w * x 0%nat + b)).
  { intros x. unfold z, Relu. cbn [eval Nat.ltb Nat.leb]. rewrite relu_is_leaky.
    unfold affine_map. cbn [sum_below]. rewrite Rplus_0_l. reflexivity. }
  assert (at_one : z (constant 1) 0%nat = w + b)
    by (rewrite unit_value; unfold constant, relu; rewrite Rmax_right; lra).
  assert (at_ten : z (constant 10) 0%nat = w * 10 + b)
    by (rewrite unit_value; unfold constant, relu; rewrite Rmax_right; lra).
  assert (at_y : z y 0%nat = 0) by (rewrite unit_value; unfold relu; rewrite Rmax_left; nra).
  assert (threshold : tau = 11 / 10 * (w + b)).
  { unfold tau, rows, pooled. rewrite flat_map_app. fold (pooled 1 z (repeat (constant 1) 2000)).
    rewrite pooled_repeat. cbn [flat_map map seq app]. rewrite at_one, at_ten. f_equal.
    apply (percentile_block _ 2000 1998); [lra|lia|]. rewrite INR_2000, INR_1998. lra. }
  assert (one_unit : forall u : vec, cea 1 tau u = relu (u 0%nat - tau)).
  { intros u. unfold cea, norm. cbn [sum_below]. rewrite Rplus_0_l. apply sqrt_square, relu_nonneg. }
  split; [unfold rows; apply in_app_iff; right; left; reflexivity|].
  rewrite !one_unit, at_y, at_ten, threshold. unfold relu.
  split; [apply Rmax_left; lra | rewrite Rmax_right; lra].
Qed.

Theorem cea_id_small_as_printed_false : ~ cea_id_small_as_printed.
Proof.
  intros claim.
  destruct (cea_id_small_robust 1 0 (constant (-5))) as [member [zero positive]];
    try (unfold near_to, constant; match goal with |- Rabs ?u <= _ => replace u with 0 by ring end;
         rewrite Rabs_R0; lra).
  pose proof (claim (Affine 1 (fun _ _ => 1) (fun _ => 0)) 1%nat (999 / 1000) (11 / 10) _ _
    (constant (-5)) ltac:(lra) ltac:(lra) member) as order.
  cbv zeta in order. rewrite zero in order. lra.
Qed.

(** ** Claim cea-weight (equation 5) *)

Definition average (N : nat) (u : vec) : R := / INR N * sum_below N u.

(** lambda = gamma |mean S| / (|mean g| + 0.1). *)
Definition weight (gamma : R) (N : nat) (S g : vec) : R :=
  gamma * Rabs (average N S) / (Rabs (average N g) + / 10).

(** The correction lambda g has on average the size gamma |mean S|, but for
    the share that the 0.1 takes; with g = 0 on the data, lambda is
    10 gamma |mean S|. *)
Theorem cea_weight_as_printed : forall gamma N S g, 0 <= gamma -> 0 <= average N g ->
  let lambda := weight gamma N S g in
  0 <= lambda
  /\ lambda * (average N g + / 10) = gamma * Rabs (average N S)
  /\ average N (fun i => lambda * g i) <= gamma * Rabs (average N S)
  /\ (average N g = 0 -> lambda = 10 * gamma * Rabs (average N S)).
Proof.
  intros gamma N S g nonneg g_nonneg lambda. pose proof (Rabs_pos (average N S)).
  assert (value : lambda = gamma * Rabs (average N S) / (average N g + / 10))
    by (unfold lambda, weight; rewrite (Rabs_pos_eq (average N g)) by exact g_nonneg; reflexivity).
  assert (lambda_nonneg : 0 <= lambda).
  { rewrite value. apply Rmult_le_pos; [apply Rmult_le_pos; assumption|].
    apply Rlt_le, Rinv_0_lt_compat. lra. }
  assert (balance : lambda * (average N g + / 10) = gamma * Rabs (average N S))
    by (rewrite value; field; lra).
  split; [exact lambda_nonneg|]. split; [exact balance|]. split.
  - replace (average N (fun i => lambda * g i)) with (lambda * average N g); [lra|].
    unfold average. rewrite sum_scal. ring.
  - intros zero. rewrite value, zero. field.
Qed.

(** Scores centred at 0 get no correction at all. *)
Theorem cea_weight_centred : forall gamma N S g, average N S = 0 -> weight gamma N S g = 0.
Proof.
  intros gamma N S g centred. unfold weight. rewrite centred, Rabs_R0.
  pose proof (Rabs_pos (average N g)). field. lra.
Qed.
