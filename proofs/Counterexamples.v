(** * Counterexamples that Coq checks by computing

    For claims gradient-vanishes, monotone-logits and perfect-certainty: a
    boolean check over rational numbers, and the theorem that a network which
    passes it refutes the claim as printed.  A counterexample found by a
    search is then proved by one computation; see src/proofs/witness.ts. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Interval
  Gradient Metrics MetricGradients Certainty Rational.
Import ListNotations.
Import QArith Qreals.

Open Scope R_scope.

(** ** The paper's hypotheses on a ray *)

(** K networks are component-wise strictly monotonic on one partially
    unbounded D-interval, which contains the ray from some t on. *)
Definition meets_hypotheses (K D C : nat) (f : nat -> vec -> vec) (x v : vec)
    (I : vec -> Prop) : Prop :=
  (exists lo hi, partially_unbounded D lo hi /\ I = in_interval D lo hi)
  /\ (exists A, forall t, A <= t -> I (ray x v t))
  /\ forall m, (m < K)%nat ->
       componentwise_strictly_monotonic I D C (fun y => softmax C (f m y)).

(** Moving along coordinate d is scaling it, if x_d is not 0. *)
Lemma coordinate_ray_scales : forall x d s t, x d <> 0 ->
  ray x (coordinate_direction d s) t = scale x d (1 + s / x d * t).
Proof.
  intros x d s t Hx. apply functional_extensionality. intros i.
  unfold ray, coordinate_direction, scale, set_coord.
  destruct (Nat.eqb_spec i d) as [->|]; [field; exact Hx | ring].
Qed.

(** ** Their check *)

(** Every class is an extreme of the column, and the column is not constant. *)
Definition column_is_monotone (C : nat) (column : list Q) : bool :=
  all_below C (fun c =>
    some_below C (fun m => negb (qeq (entry column m) (entry column c)))
    && (all_below C (fun m => negb (qlt (entry column c) (entry column m)))
        || all_below C (fun m => negb (qlt (entry column m) (entry column c))))).

Definition member_meets_hypotheses (D C : nat) (x : list Q) (d : nat) (s : Q)
    (net : qnetwork) : bool :=
  qoff_boundary net (start_germs x d s)
  && all_below D (fun j => column_is_monotone C (qcolumn net x d s j)).

Definition ray_is_valid (D : nat) (x : list Q) (d : nat) (s : Q) : bool :=
  negb (qeq s 0) && Nat.ltb d D && Nat.leb (length x) D.

Lemma column_is_monotone_sound : forall C net x d s j,
  column_is_monotone C (qcolumn net x d s j) = true ->
  monotone_column C (tail_jacobian (real net) (real_vec x) (coordinate_direction d (Q2R s))) j.
Proof.
  intros C net x d s j checked c Hc. apply (all_below_sound C _ checked) in Hc.
  apply Bool.andb_true_iff in Hc. destruct Hc as [Hn He]. split.
  - destruct (some_below_sound C _ Hn) as [m [Hm E]]. exists m. split; [exact Hm|].
    rewrite !qcolumn_sound. apply Bool.negb_true_iff in E.
    pose proof (qeq_sound (entry (qcolumn net x d s j) m) (entry (qcolumn net x d s j) c)) as S.
    rewrite E in S. exact S.
  - apply Bool.orb_true_iff in He. destruct He as [He|He]; [left|right]; intros m Hm;
      apply (all_below_sound C _ He) in Hm; apply Bool.negb_true_iff in Hm;
      rewrite !qcolumn_sound.
    + pose proof (qlt_sound (entry (qcolumn net x d s j) c) (entry (qcolumn net x d s j) m)) as S.
      rewrite Hm in S. exact S.
    + pose proof (qlt_sound (entry (qcolumn net x d s j) m) (entry (qcolumn net x d s j) c)) as S.
      rewrite Hm in S. exact S.
Qed.

(** The ensemble as real functions; a missing member is the identity. *)
Definition members (nets : list qnetwork) : nat -> vec -> vec :=
  fun m => eval (real (nth m nets QIdentity)).

(** If the checks pass there is an interval as the paper wants it, on which the
    derivatives are the tails' Jacobians. *)
Lemma hypotheses_sound : forall D C x d s nets,
  ray_is_valid D x d s = true ->
  forallb (member_meets_hypotheses D C x d s) nets = true ->
  let v := coordinate_direction d (Q2R s) in
  exists I, meets_hypotheses (length nets) D C (members nets) (real_vec x) v I
    /\ (exists y, I y)
    /\ forall m y c j, (m < length nets)%nat -> I y -> (c < C)%nat ->
         is_partial (fun y => members nets m y c) j y
           (tail_jacobian (real (nth m nets QIdentity)) (real_vec x) v c j).
Proof.
  intros D C x d s nets Hr Hm v. unfold ray_is_valid in Hr.
  apply Bool.andb_true_iff in Hr. destruct Hr as [Hr Hlen].
  apply Bool.andb_true_iff in Hr. destruct Hr as [Hs Hd].
  apply Nat.leb_le in Hlen. apply Nat.ltb_lt in Hd. apply Bool.negb_true_iff in Hs.
  assert (Ns : Q2R s <> 0).
  { pose proof (qeq_sound s 0) as S. rewrite Hs, Q2R_0 in S. exact S. }
  assert (Hx : forall j, (D <= j)%nat -> real_vec x j = 0)
    by (intros j Hj; apply real_vec_beyond; lia).
  rewrite forallb_forall in Hm.
  assert (Hmem : forall m, (m < length nets)%nat ->
    member_meets_hypotheses D C x d s (nth m nets QIdentity) = true)
    by (intros m Hmn; apply Hm, nth_In, Hmn).
  assert (Hoff : forall m, (m < length nets)%nat ->
    off_boundary (real (nth m nets QIdentity)) (ray_germs (real_vec x) v)).
  { intros m Hmn. specialize (Hmem m Hmn). apply Bool.andb_true_iff in Hmem.
    apply qoff_boundary_sound with (start_germs x d s); [apply start_germs_mirror | apply Hmem]. }
  destruct (common_tube (length nets) (fun m M => forall M', (M <= M')%nat ->
    let I := in_interval D (around_lo (real_vec x) d (Q2R s) M') (around_hi (real_vec x) d (Q2R s) M') in
    (forall y c j, I y -> (c < C)%nat ->
       is_partial (fun y => members nets m y c) j y
         (tail_jacobian (real (nth m nets QIdentity)) (real_vec x) v c j))
    /\ ((forall j, (j < D)%nat -> monotone_column C
           (tail_jacobian (real (nth m nets QIdentity)) (real_vec x) v) j) ->
        componentwise_strictly_monotonic I D C (fun y => softmax C (members nets m y)))))
    as [M A].
  { intros k M M' HM earlier M'' HM'. apply earlier. lia. }
  { intros m Hmn.
    exact (eventually_affine_interval (real (nth m nets QIdentity)) C D (real_vec x) d (Q2R s)
             Ns Hd Hx (Hoff m Hmn)). }
  exists (in_interval D (around_lo (real_vec x) d (Q2R s) M) (around_hi (real_vec x) d (Q2R s) M)).
  assert (Contains : forall t, INR M <= t -> in_interval D
    (around_lo (real_vec x) d (Q2R s) M) (around_hi (real_vec x) d (Q2R s) M) (ray (real_vec x) v t))
    by (intros t Ht; apply around_contains_ray; assumption).
  split; [split; [|split]|split].
  - eexists; eexists. split; [|reflexivity]. apply around_unbounded, Hd.
  - exists (INR M). exact Contains.
  - intros m Hmn. apply (A m Hmn M (le_n M)). intros j Hj.
    apply column_is_monotone_sound. specialize (Hmem m Hmn).
    apply Bool.andb_true_iff in Hmem. destruct Hmem as [_ Hcol].
    exact (all_below_sound D _ Hcol j Hj).
  - exists (ray (real_vec x) v (INR M)). apply Contains. lra.
  - intros m y c j Hmn Hy Hc. apply (A m Hmn M (le_n M)); assumption.
Qed.

(** Class c has the largest slope. *)
Definition qis_top (C : nat) (slope : nat -> Q) (c : nat) : bool :=
  all_below C (fun m => negb (qlt (slope c) (slope m))).

Lemma qis_top_sound : forall C net x d s c, (c < C)%nat ->
  qis_top C (qslope net x d s) c = true ->
  is_top C (tail_slope (real net) (real_vec x) (coordinate_direction d (Q2R s))) c.
Proof.
  intros C net x d s c Hc checked. split; [exact Hc|]. intros m Hm.
  apply (all_below_sound C _ checked) in Hm. apply Bool.negb_true_iff in Hm.
  rewrite !qslope_sound. pose proof (qlt_sound (qslope net x d s c) (qslope net x d s m)) as S.
  rewrite Hm in S. exact S.
Qed.

(** ** Claim gradient-vanishes *)

(** The hypotheses of Lemma 4 hold on the ray, the conclusion does not. *)
Definition refutes_gradient_vanishes (D C : nat) (f : vec -> vec) (x v : vec) : Prop :=
  (exists I, meets_hypotheses 1 D C (fun _ => f) x v I)
  /\ ~ (forall c, (c < C)%nat -> gradient_tends_to_0 D (fun y => softmax C (f y) c) x v).

(** Two classes of largest slope have different rows. *)
Definition gradient_vanishes_check (D C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  ray_is_valid D x d s && member_meets_hypotheses D C x d s net
  && some_below C (fun k => qis_top C (qslope net x d s) k
       && some_below C (fun l => qis_top C (qslope net x d s) l
            && some_below D (fun j => negb (qeq (entry (qcolumn net x d s j) k)
                                               (entry (qcolumn net x d s j) l))))).

Theorem gradient_vanishes_witness : forall D C net x d s,
  gradient_vanishes_check D C net x d s = true ->
  refutes_gradient_vanishes D C (eval (real net)) (real_vec x) (coordinate_direction d (Q2R s)).
Proof.
  intros D C net x d s checked. unfold gradient_vanishes_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked Hrows].
  apply Bool.andb_true_iff in checked. destruct checked as [Hr Hm]. split.
  - destruct (hypotheses_sound D C x d s [net] Hr) as [I [HI _]].
    { cbn [forallb]. rewrite Hm. reflexivity. }
    exists I. destruct HI as [interval [contains monotonic]]. split; [exact interval|]. split; [exact contains|].
    intros m Hm1. exact (monotonic 0%nat (Nat.lt_0_succ 0)).
  - intros Hall.
    assert (Hoff : off_boundary (real net) (ray_germs (real_vec x) (coordinate_direction d (Q2R s)))).
    { apply Bool.andb_true_iff in Hm.
      apply qoff_boundary_sound with (start_germs x d s); [apply start_germs_mirror | apply Hm]. }
    destruct (some_below_sound C _ Hrows) as [k [Hk E]].
    apply Bool.andb_true_iff in E. destruct E as [Tk E].
    destruct (some_below_sound C _ E) as [l [Hl E']].
    apply Bool.andb_true_iff in E'. destruct E' as [Tl E'].
    destruct (some_below_sound D _ E') as [j [Hj Ne]]. apply Bool.negb_true_iff in Ne.
    assert (Eq := proj1 (gradient_vanishes_criterion (eval (real net)) C D (real_vec x) _ _ _ _ _
      (network_has_tail (real net) C D (real_vec x) _ Hoff)) Hall k l j
      (qis_top_sound C net x d s k Hk Tk) (qis_top_sound C net x d s l Hl Tl) Hj).
    rewrite !qcolumn_sound in Eq.
    pose proof (qeq_sound (entry (qcolumn net x d s j) k) (entry (qcolumn net x d s j) l)) as S.
    rewrite Ne in S. exact (S Eq).
Qed.

(** ** Claim monotone-logits *)

Definition refutes_monotone_logits (D C : nat) (f : vec -> vec) (x v : vec) : Prop :=
  exists I, meets_hypotheses 1 D C (fun _ => f) x v I
    /\ ~ componentwise_strictly_monotonic I D C f.

(** Some logit does not depend on some input. *)
Definition monotone_logits_check (D C : nat) (net : qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  ray_is_valid D x d s && member_meets_hypotheses D C x d s net
  && some_below C (fun c => some_below D (fun j => qeq (entry (qcolumn net x d s j) c) 0)).

Theorem monotone_logits_witness : forall D C net x d s,
  monotone_logits_check D C net x d s = true ->
  refutes_monotone_logits D C (eval (real net)) (real_vec x) (coordinate_direction d (Q2R s)).
Proof.
  intros D C net x d s checked. unfold monotone_logits_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked Hz].
  apply Bool.andb_true_iff in checked. destruct checked as [Hr Hm].
  destruct (hypotheses_sound D C x d s [net] Hr) as [I [[interval [contains monotonic]] [[y Hy] HP]]].
  { cbn [forallb]. rewrite Hm. reflexivity. }
  exists I. split.
  - split; [exact interval|]. split; [exact contains|]. intros m _. exact (monotonic 0%nat (Nat.lt_0_succ 0)).
  - intros Hmono. destruct (some_below_sound C _ Hz) as [c [Hc E]].
    destruct (some_below_sound D _ E) as [j [Hj Z]].
    assert (P := HP 0%nat y c j (Nat.lt_0_succ 0) Hy Hc). rewrite qcolumn_sound in P.
    pose proof (qeq_sound (entry (qcolumn net x d s j) c) 0) as S.
    cbn [nth] in P. rewrite Z, Q2R_0 in S. rewrite S in P.
    destruct (Hmono c Hc j Hj) as [U|U]; destruct (U y Hy) as [r [Hr' Sr]];
      rewrite (is_partial_unique _ _ _ _ _ Hr' P) in Sr; lra.
Qed.

(** ** Claim perfect-certainty *)

Definition refutes_perfect_certainty (K D C : nat) (f : nat -> vec -> vec) (x v : vec) : Prop :=
  (exists I, meets_hypotheses K D C f x v I)
  /\ ~ reaches_certainty K C (fun t => predictions C f (ray x v t)).

(** No class is the only one of largest slope for every member. *)
Definition perfect_certainty_check (D C : nat) (nets : list qnetwork) (x : list Q) (d : nat) (s : Q)
    : bool :=
  ray_is_valid D x d s && forallb (member_meets_hypotheses D C x d s) nets
  && negb (Nat.eqb (length nets) 0) && negb (Nat.eqb C 0)
  && all_below C (fun k => some_below (length nets) (fun m => some_below C (fun c =>
       negb (Nat.eqb c k)
       && negb (qlt (qslope (nth m nets QIdentity) x d s c) (qslope (nth m nets QIdentity) x d s k))))).

Theorem perfect_certainty_witness : forall D C nets x d s,
  perfect_certainty_check D C nets x d s = true ->
  refutes_perfect_certainty (length nets) D C (members nets) (real_vec x)
    (coordinate_direction d (Q2R s)).
Proof.
  intros D C nets x d s checked. unfold perfect_certainty_check in checked.
  apply Bool.andb_true_iff in checked. destruct checked as [checked Hu].
  apply Bool.andb_true_iff in checked. destruct checked as [checked HC].
  apply Bool.andb_true_iff in checked. destruct checked as [checked HK].
  apply Bool.andb_true_iff in checked. destruct checked as [Hr Hm].
  apply Bool.negb_true_iff, Nat.eqb_neq in HC. apply Bool.negb_true_iff, Nat.eqb_neq in HK.
  split.
  - destruct (hypotheses_sound D C x d s nets Hr Hm) as [I [HI _]]. exists I. exact HI.
  - intros [M _].
    apply (perfect_certainty_criterion (length nets) C (members nets) (real_vec x) _
      (fun m => tail_from (real (nth m nets QIdentity)) (real_vec x) (coordinate_direction d (Q2R s)))
      (fun m => tail_intercept (real (nth m nets QIdentity)) (real_vec x) (coordinate_direction d (Q2R s)))
      (fun m => tail_slope (real (nth m nets QIdentity)) (real_vec x) (coordinate_direction d (Q2R s))))
      in M; [|lia|lia|intros m _; apply network_has_lines].
    destruct M as [k U]. assert (Hk : (k < C)%nat) by (apply (U 0%nat); lia).
    destruct (some_below_sound _ _ (all_below_sound C _ Hu k Hk)) as [m [Hmn E]].
    destruct (some_below_sound C _ E) as [c [Hc E']].
    apply Bool.andb_true_iff in E'. destruct E' as [Ne Lt].
    apply Bool.negb_true_iff in Ne, Lt. apply Nat.eqb_neq in Ne.
    destruct (U m Hmn) as [_ L]. specialize (L c Hc Ne). rewrite !qslope_sound in L.
    pose proof (qlt_sound (qslope (nth m nets QIdentity) x d s c)
                  (qslope (nth m nets QIdentity) x d s k)) as S.
    rewrite Lt in S. lra.
Qed.
