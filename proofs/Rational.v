(** * Networks with rational weights, computed exactly

    A mirror of the germ recursion over rational numbers, which Coq can run.
    With it the kernel itself checks a counterexample that a search has found:
    every double is a rational number, so nothing is rounded.  File
    Counterexamples draws the conclusions. *)

From Farfield Require Import Basics Calculus Softmax Monotonic Tail Network Interval.
Import ListNotations.
Import QArith Qreals.

Open Scope R_scope.

(** ** Comparing and adding rationals *)

Definition qlt (p q : Q) : bool := match Qcompare p q with Lt => true | _ => false end.
Definition qeq (p q : Q) : bool := Qeq_bool p q.

Lemma qlt_sound : forall p q, if qlt p q then Q2R p < Q2R q else Q2R q <= Q2R p.
Proof.
  intros p q. unfold qlt. destruct (Qcompare p q) eqn:E.
  - apply Qeq_alt in E. rewrite (Qeq_eqR p q E). lra.
  - apply Qlt_Rlt, Qlt_alt, E.
  - apply Rlt_le, Qlt_Rlt, Qgt_alt, E.
Qed.

Lemma qeq_sound : forall p q, if qeq p q then Q2R p = Q2R q else Q2R p <> Q2R q.
Proof.
  intros p q. unfold qeq. destruct (Qeq_bool p q) eqn:E.
  - apply Qeq_eqR, Qeq_bool_iff, E.
  - intros equal. apply eqR_Qeq in equal. apply Qeq_bool_iff in equal. congruence.
Qed.

Lemma Q2R_0 : Q2R 0 = 0.
Proof. unfold Q2R. simpl. lra. Qed.

Lemma Q2R_1 : Q2R 1 = 1.
Proof. unfold Q2R. simpl. lra. Qed.

Lemma Q2R_Qred : forall q, Q2R (Qred q) = Q2R q.
Proof. intros q. apply Qeq_eqR, Qred_correct. Qed.

Definition qplus (p q : Q) : Q := Qred (Qplus p q).
Definition qmult (p q : Q) : Q := Qred (Qmult p q).

Lemma Q2R_qplus : forall p q, Q2R (qplus p q) = Q2R p + Q2R q.
Proof. intros. unfold qplus. rewrite Q2R_Qred. apply Q2R_plus. Qed.

Lemma Q2R_qmult : forall p q, Q2R (qmult p q) = Q2R p * Q2R q.
Proof. intros. unfold qmult. rewrite Q2R_Qred. apply Q2R_mult. Qed.

Fixpoint qsum (n : nat) (f : nat -> Q) : Q :=
  match n with
  | O => 0%Q
  | S m => qplus (qsum m f) (f m)
  end.

Lemma Q2R_qsum : forall n f, Q2R (qsum n f) = sum_below n (fun j => Q2R (f j)).
Proof.
  induction n as [|n IH]; intros f; simpl; [apply Q2R_0|].
  rewrite Q2R_qplus, IH. reflexivity.
Qed.

(** ** Lists as vectors *)

(** Entry i of a list; 0 beyond its end. *)
Definition entry (l : list Q) (i : nat) : Q := nth i l 0%Q.

Definition real_vec (l : list Q) : vec := fun i => Q2R (entry l i).

(** The list f 0, ..., f (n-1). *)
Definition tabulate {A : Type} (n : nat) (f : nat -> A) : list A := map f (seq 0 n).

Lemma tabulate_nth : forall (A : Type) n (f : nat -> A) i d,
  nth i (tabulate n f) d = if Nat.ltb i n then f i else d.
Proof.
  intros A n f i d. unfold tabulate. destruct (Nat.ltb_spec i n) as [position|position].
  - rewrite (nth_indep _ d (f 0%nat)) by (rewrite map_length, seq_length; exact position).
    rewrite map_nth, seq_nth by exact position. reflexivity.
  - apply nth_overflow. rewrite map_length, seq_length. exact position.
Qed.

Lemma entry_tabulate : forall n f i,
  entry (tabulate n f) i = if Nat.ltb i n then f i else 0%Q.
Proof. intros. apply tabulate_nth. Qed.

(** Quantifiers that compute. *)
Definition all_below (n : nat) (f : nat -> bool) : bool := forallb f (seq 0 n).
Definition some_below (n : nat) (f : nat -> bool) : bool := existsb f (seq 0 n).

Lemma all_below_sound : forall n f, all_below n f = true ->
  forall i, (i < n)%nat -> f i = true.
Proof.
  intros n f all_pass i Hi. unfold all_below in all_pass. rewrite forallb_forall in all_pass.
  apply all_pass, in_seq. lia.
Qed.

Lemma some_below_sound : forall n f, some_below n f = true ->
  exists i, (i < n)%nat /\ f i = true.
Proof.
  intros n f some_pass. unfold some_below in some_pass. apply existsb_exists in some_pass.
  destruct some_pass as [i [Hi E]]. exists i. apply in_seq in Hi. split; [lia|exact E].
Qed.

(** ** Networks over the rationals *)

Inductive qnetwork :=
  | QIdentity
  | QDense (n : nat) (m : list (list Q)) (b : list Q)   (** n inputs, one row per output *)
  | QLeaky (n : nat) (s : Q)                             (** n units; ReLU is slope 0 *)
  | QClip (n : nat) (lo hi : Q)                          (** n units, to [lo, hi] *)
  | QMaximum (groups : list (list nat))                  (** the maximum of each group *)
  | QCompose (f g : qnetwork)
  | QSum (f g : qnetwork).

Definition group_first (groups : list (list nat)) (i : nat) : nat := hd 0%nat (nth i groups []).
Definition group_others (groups : list (list nat)) (i : nat) : list nat := tl (nth i groups []).

(** The same network over the reals. *)
Fixpoint real (net : qnetwork) : network :=
  match net with
  | QIdentity => Identity
  | QDense n m b => Affine n (fun i j => Q2R (entry (nth i m []) j)) (real_vec b)
  | QLeaky n s => Leaky n (fun _ => Q2R s)
  | QClip n lo hi => Clip n (fun _ => Q2R lo) (fun _ => Q2R hi)
  | QMaximum groups => MaxPool (length groups) (group_first groups) (group_others groups)
  | QCompose f g => Compose (real f) (real g)
  | QSum f g => Sum (real f) (real g)
  end.

(** Germs (intercept, slope). *)
Definition qgerm : Type := Q * Q.
Definition qzero : qgerm := (0%Q, 0%Q).
Definition germ_at (G : list qgerm) (i : nat) : qgerm := nth i G qzero.

Lemma germ_at_tabulate : forall n f i,
  germ_at (tabulate n f) i = if Nat.ltb i n then f i else qzero.
Proof. intros. apply tabulate_nth. Qed.

Definition qpositive (g : qgerm) : bool :=
  if qlt 0 (snd g) then true else if qlt (snd g) 0 then false else qlt 0 (fst g).

Definition qshift (g : qgerm) (r : Q) : qgerm := (qplus (fst g) (qmult (-1) r), snd g).

(** Whether germ g is lexicographically larger than h. *)
Definition qlarger (g h : qgerm) : bool :=
  qpositive (qplus (fst g) (qmult (-1) (fst h)), qplus (snd g) (qmult (-1) (snd h))).

Fixpoint qwinner (G : list qgerm) (j : nat) (js : list nat) : nat :=
  match js with
  | [] => j
  | k :: rest =>
      let w := qwinner G k rest in
      if qlarger (germ_at G j) (germ_at G w) then j else w
  end.

(** No other unit of the group has the winner's germ. *)
Definition qwins_alone (G : list qgerm) (j : nat) (js : list nat) : bool :=
  let w := qwinner G j js in
  forallb (fun k => Nat.eqb k w
    || (negb (qeq (fst (germ_at G w)) (fst (germ_at G k)))
        || negb (qeq (snd (germ_at G w)) (snd (germ_at G k))))) (j :: js).

Fixpoint qpush (net : qnetwork) (G : list qgerm) : list qgerm :=
  match net with
  | QIdentity => G
  | QDense n m b => tabulate (Nat.max (length m) (length b)) (fun i =>
      (qplus (qsum n (fun j => qmult (entry (nth i m []) j) (fst (germ_at G j)))) (entry b i),
       qsum n (fun j => qmult (entry (nth i m []) j) (snd (germ_at G j)))))
  | QLeaky n s => tabulate n (fun i =>
      let g := germ_at G i in
      if qpositive g then g else (qmult s (fst g), qmult s (snd g)))
  | QClip n lo hi => tabulate n (fun i =>
      let g := germ_at G i in
      if qpositive (qshift g hi) then (hi, 0%Q)
      else if qpositive (qshift g lo) then g
      else (if qlt lo hi then lo else hi, 0%Q))
  | QMaximum groups => tabulate (length groups) (fun i =>
      germ_at G (qwinner G (group_first groups i) (group_others groups i)))
  | QCompose f g => qpush g (qpush f G)
  | QSum f g =>
      let A := qpush f G in
      let B := qpush g G in
      tabulate (Nat.max (length A) (length B)) (fun i =>
        (qplus (fst (germ_at A i)) (fst (germ_at B i)),
         qplus (snd (germ_at A i)) (snd (germ_at B i))))
  end.

Fixpoint qtangent (net : qnetwork) (G : list qgerm) (d : list Q) : list Q :=
  match net with
  | QIdentity => d
  | QDense n m b => tabulate (length m) (fun i =>
      qsum n (fun j => qmult (entry (nth i m []) j) (entry d j)))
  | QLeaky n s => tabulate n (fun i =>
      if qpositive (germ_at G i) then entry d i else qmult s (entry d i))
  | QClip n lo hi => tabulate n (fun i =>
      let g := germ_at G i in
      if qpositive (qshift g hi) then 0%Q else if qpositive (qshift g lo) then entry d i else 0%Q)
  | QMaximum groups => tabulate (length groups) (fun i =>
      entry d (qwinner G (group_first groups i) (group_others groups i)))
  | QCompose f g => qtangent g (qpush f G) (qtangent f G d)
  | QSum f g =>
      let A := qtangent f G d in
      let B := qtangent g G d in
      tabulate (Nat.max (length A) (length B)) (fun i => qplus (entry A i) (entry B i))
  end.

Fixpoint qoff_boundary (net : qnetwork) (G : list qgerm) : bool :=
  match net with
  | QIdentity => true
  | QDense _ _ _ => true
  | QLeaky n _ => all_below n (fun i =>
      negb (qeq (fst (germ_at G i)) 0) || negb (qeq (snd (germ_at G i)) 0))
  | QClip n lo hi => all_below n (fun i =>
      (negb (qeq (fst (germ_at G i)) lo) || negb (qeq (snd (germ_at G i)) 0))
      && (negb (qeq (fst (germ_at G i)) hi) || negb (qeq (snd (germ_at G i)) 0)))
  | QMaximum groups => all_below (length groups) (fun i =>
      qwins_alone G (group_first groups i) (group_others groups i))
  | QCompose f g => qoff_boundary f G && qoff_boundary g (qpush f G)
  | QSum f g => qoff_boundary f G && qoff_boundary g G
  end.

(** ** The mirror is faithful *)

Definition mirrors (G : nat -> germ) (qG : list qgerm) : Prop :=
  forall i, intercept (G i) = Q2R (fst (germ_at qG i)) /\ slope (G i) = Q2R (snd (germ_at qG i)).

Lemma qpositive_real : forall (g : germ) (q : qgerm),
  intercept g = Q2R (fst q) -> slope g = Q2R (snd q) -> germ_positive g = qpositive q.
Proof.
  intros g q Ea Eb. unfold germ_positive, qpositive. rewrite Ea, Eb.
  pose proof (qlt_sound 0 (snd q)) as S1.
  pose proof (qlt_sound (snd q) 0) as S2.
  pose proof (qlt_sound 0 (fst q)) as S3.
  rewrite Q2R_0 in *.
  destruct (qlt 0 (snd q)), (Rlt_dec 0 (Q2R (snd q))); try lra; auto.
  destruct (qlt (snd q) 0), (Rlt_dec (Q2R (snd q)) 0); try lra; auto.
  destruct (qlt 0 (fst q)), (Rlt_dec 0 (Q2R (fst q))); try lra; auto.
Qed.

Lemma qpositive_sound : forall G qG i, mirrors G qG ->
  germ_positive (G i) = qpositive (germ_at qG i).
Proof. intros G qG i mirror. apply qpositive_real; apply mirror. Qed.

Lemma qshift_sound : forall G qG i r, mirrors G qG ->
  germ_positive (germ_shift (G i) (Q2R r)) = qpositive (qshift (germ_at qG i) r).
Proof.
  intros G qG i r mirror. destruct (mirror i) as [intercepts slopes]. apply qpositive_real.
  - cbn [germ_shift intercept qshift fst]. rewrite Q2R_qplus, Q2R_qmult, intercepts.
    replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; lra). ring.
  - cbn [germ_shift slope qshift snd]. exact slopes.
Qed.

Lemma qwinner_sound : forall G qG js j, mirrors G qG -> winner G j js = qwinner qG j js.
Proof.
  intros G qG js. induction js as [|k rest IH]; intros j mirror; [reflexivity|].
  cbn [winner qwinner]. rewrite (IH k mirror). unfold qlarger.
  rewrite (qpositive_real (germ_minus (G j) (G (qwinner qG k rest)))
    (qplus (fst (germ_at qG j)) (qmult (-1) (fst (germ_at qG (qwinner qG k rest)))),
     qplus (snd (germ_at qG j)) (qmult (-1) (snd (germ_at qG (qwinner qG k rest)))))).
  - reflexivity.
  - cbn [germ_minus intercept fst]. destruct (mirror j) as [-> _].
    destruct (mirror (qwinner qG k rest)) as [-> _]. rewrite Q2R_qplus, Q2R_qmult.
    replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; lra). ring.
  - cbn [germ_minus slope snd]. destruct (mirror j) as [_ ->].
    destruct (mirror (qwinner qG k rest)) as [_ ->]. rewrite Q2R_qplus, Q2R_qmult.
    replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; lra). ring.
Qed.

Lemma real_vec_beyond : forall l i, (length l <= i)%nat -> Q2R (entry l i) = 0.
Proof. intros l i beyond. unfold entry. rewrite nth_overflow by exact beyond. apply Q2R_0. Qed.

Lemma germ_beyond : forall (G : list qgerm) i, (length G <= i)%nat -> germ_at G i = qzero.
Proof. intros G i beyond. apply nth_overflow, beyond. Qed.

Lemma row_beyond : forall (m : list (list Q)) i j, (length m <= i)%nat ->
  Q2R (entry (nth i m []) j) = 0.
Proof.
  intros m i j beyond. rewrite (nth_overflow m) by exact beyond. apply real_vec_beyond. simpl. lia.
Qed.

Lemma qpush_mirrors : forall net G qG, mirrors G qG ->
  mirrors (push (real net) G) (qpush net qG).
Proof.
  induction net as [|n m b|n s|n lo hi|groups|f IHf g IHg|f IHf g IHg]; intros G qG mirror i;
    cbn [real push qpush].
  - apply mirror.
  - rewrite !germ_at_tabulate. cbn [intercept slope]. unfold affine_map.
    destruct (Nat.ltb_spec i (Nat.max (length m) (length b))) as [Hi|Hi]; cbn [fst snd].
    + rewrite Q2R_qplus, !Q2R_qsum. split.
      * unfold real_vec. f_equal. apply sum_ext. intros j _. rewrite Q2R_qmult.
        destruct (mirror j) as [-> _]. reflexivity.
      * rewrite Rplus_0_r. apply sum_ext. intros j _. rewrite Q2R_qmult.
        destruct (mirror j) as [_ ->]. reflexivity.
    + cbn [qzero fst snd]. rewrite Q2R_0. unfold real_vec.
      rewrite (real_vec_beyond b) by lia.
      assert (Z : forall u : nat -> R, sum_below n (fun j => Q2R (entry (nth i m []) j) * u j) = 0).
      { intros u. rewrite <- (sum_zero n). apply sum_ext. intros j _.
        rewrite row_beyond by lia. ring. }
      rewrite !Z. split; ring.
  - rewrite !germ_at_tabulate.
    destruct (Nat.ltb_spec i n) as [Hi|Hi].
    + rewrite (qpositive_sound G qG i mirror). destruct (mirror i) as [Ea Eb].
      destruct (qpositive (germ_at qG i)); [split; assumption|].
      cbn [fst snd germ_scale intercept slope]. rewrite !Q2R_qmult, Ea, Eb. split; reflexivity.
    + cbn [qzero fst snd germ_zero intercept slope]. rewrite Q2R_0. split; reflexivity.
  - rewrite !germ_at_tabulate.
    destruct (Nat.ltb_spec i n) as [below|_].
    + unfold germ_clip. rewrite !(qshift_sound G qG i _ mirror).
      destruct (qpositive (qshift (germ_at qG i) hi)); [cbn [fst snd intercept slope]; rewrite Q2R_0; split; reflexivity|].
      destruct (qpositive (qshift (germ_at qG i) lo)); [apply mirror|].
      cbn [fst snd intercept slope]. rewrite Q2R_0. split; [|reflexivity].
      pose proof (qlt_sound lo hi) as order. destruct (qlt lo hi);
        [apply Rmin_right; lra | apply Rmin_left; lra].
    + cbn [qzero fst snd germ_zero intercept slope]. rewrite Q2R_0. split; reflexivity.
  - rewrite !germ_at_tabulate. destruct (Nat.ltb i (length groups)).
    + rewrite (qwinner_sound G qG _ _ mirror). apply mirror.
    + cbn [qzero fst snd germ_zero intercept slope]. rewrite Q2R_0. split; reflexivity.
  - apply IHg, IHf, mirror.
  - destruct (IHf G qG mirror i) as [Fa Fb]. destruct (IHg G qG mirror i) as [Ga Gb].
    rewrite !germ_at_tabulate. cbn [germ_plus intercept slope].
    destruct (Nat.ltb_spec i (Nat.max (length (qpush f qG)) (length (qpush g qG)))) as [Hi|Hi];
      cbn [fst snd].
    + rewrite !Q2R_qplus, Fa, Fb, Ga, Gb. split; reflexivity.
    + rewrite Fa, Fb, Ga, Gb, !germ_beyond by lia. cbn [qzero fst snd]. rewrite Q2R_0. split; ring.
Qed.

Lemma qtangent_mirrors : forall net G qG d qd, mirrors G qG ->
  (forall i, d i = Q2R (entry qd i)) ->
  forall i, tangent (real net) G d i = Q2R (entry (qtangent net qG qd) i).
Proof.
  induction net as [|n m b|n s|n lo hi|groups|f IHf g IHg|f IHf g IHg]; intros G qG d qd mirror Hd i;
    cbn [real tangent qtangent].
  - apply Hd.
  - rewrite entry_tabulate. unfold affine_map. rewrite Rplus_0_r.
    destruct (Nat.ltb_spec i (length m)) as [Hi|Hi].
    + rewrite Q2R_qsum. apply sum_ext. intros j _. rewrite Q2R_qmult, Hd. reflexivity.
    + rewrite Q2R_0, <- (sum_zero n). apply sum_ext. intros j _.
      rewrite row_beyond by exact Hi. ring.
  - rewrite entry_tabulate. rewrite (qpositive_sound G qG i mirror).
    destruct (Nat.ltb i n); [|rewrite Q2R_0; reflexivity].
    destruct (qpositive (germ_at qG i)); [apply Hd|]. rewrite Q2R_qmult, Hd. reflexivity.
  - rewrite entry_tabulate. destruct (Nat.ltb i n); [|rewrite Q2R_0; reflexivity].
    unfold ends_inside. rewrite !(qshift_sound G qG i _ mirror).
    destruct (qpositive (qshift (germ_at qG i) hi)); [rewrite Q2R_0; reflexivity|].
    destruct (qpositive (qshift (germ_at qG i) lo)); [apply Hd|rewrite Q2R_0; reflexivity].
  - rewrite entry_tabulate. destruct (Nat.ltb i (length groups)).
    + rewrite (qwinner_sound G qG _ _ mirror). apply Hd.
    + symmetry. apply Q2R_0.
  - apply IHg; [apply qpush_mirrors, mirror | intros j; apply IHf; assumption].
  - rewrite entry_tabulate.
    rewrite (IHf G qG d qd mirror Hd i), (IHg G qG d qd mirror Hd i).
    destruct (Nat.ltb_spec i (Nat.max (length (qtangent f qG qd)) (length (qtangent g qG qd)))) as [Hi|Hi].
    + rewrite Q2R_qplus. reflexivity.
    + rewrite !real_vec_beyond by lia. rewrite Q2R_0. ring.
Qed.

Lemma qoff_boundary_sound : forall net G qG, mirrors G qG ->
  qoff_boundary net qG = true -> off_boundary (real net) G.
Proof.
  induction net as [|n m b|n s|n lo hi|groups|f IHf g IHg|f IHf g IHg]; intros G qG mirror E;
    cbn [real off_boundary qoff_boundary] in *; try exact I.
  - intros i Hi. apply (all_below_sound n _ E) in Hi. destruct (mirror i) as [-> ->].
    apply Bool.orb_true_iff in Hi. destruct Hi as [Hi|Hi]; [left|right];
      apply Bool.negb_true_iff in Hi.
    + pose proof (qeq_sound (fst (germ_at qG i)) 0) as S. rewrite Hi, Q2R_0 in S. exact S.
    + pose proof (qeq_sound (snd (germ_at qG i)) 0) as S. rewrite Hi, Q2R_0 in S. exact S.
  - intros i below. apply (all_below_sound n _ E) in below. destruct (mirror i) as [-> ->].
    apply Bool.andb_true_iff in below.
    assert (each : forall r, negb (qeq (fst (germ_at qG i)) r) || negb (qeq (snd (germ_at qG i)) 0) = true ->
      Q2R (fst (germ_at qG i)) - Q2R r <> 0 \/ Q2R (snd (germ_at qG i)) <> 0).
    { intros r either. apply Bool.orb_true_iff in either. destruct either as [apart|moves]; [left|right].
      - apply Bool.negb_true_iff in apart. pose proof (qeq_sound (fst (germ_at qG i)) r) as sound.
        rewrite apart in sound. lra.
      - apply Bool.negb_true_iff in moves. pose proof (qeq_sound (snd (germ_at qG i)) 0) as sound.
        rewrite moves, Q2R_0 in sound. exact sound. }
    destruct below as [at_lo at_hi]. split; apply each; assumption.
  - intros i k Hi Hk. apply (all_below_sound _ _ E) in Hi. unfold qwins_alone in Hi.
    rewrite forallb_forall in Hi. specialize (Hi k Hk).
    rewrite (qwinner_sound G qG _ _ mirror). set (w := qwinner qG _ _) in *.
    apply Bool.orb_true_iff in Hi. destruct Hi as [Hi|Hi]; [left; apply Nat.eqb_eq, Hi|right].
    apply Bool.orb_true_iff in Hi. destruct (mirror w) as [Wa Wb]. destruct (mirror k) as [Ka Kb].
    rewrite Wa, Wb, Ka, Kb.
    destruct Hi as [Hi|Hi]; [left|right]; apply Bool.negb_true_iff in Hi.
    + pose proof (qeq_sound (fst (germ_at qG w)) (fst (germ_at qG k))) as S.
      rewrite Hi in S. lra.
    + pose proof (qeq_sound (snd (germ_at qG w)) (snd (germ_at qG k))) as S.
      rewrite Hi in S. lra.
  - apply Bool.andb_true_iff in E. destruct E as [Ef Eg]. split.
    + apply IHf with qG; assumption.
    + apply IHg with (qpush f qG); [apply qpush_mirrors, mirror | exact Eg].
  - apply Bool.andb_true_iff in E. destruct E as [Ef Eg]. split.
    + apply IHf with qG; assumption.
    + apply IHg with qG; assumption.
Qed.

(** ** The tail of a coordinate ray, computed *)

(** The germs of x + t s e_d. *)
Definition start_germs (x : list Q) (d : nat) (s : Q) : list qgerm :=
  tabulate (Nat.max (length x) (S d)) (fun i => (entry x i, if Nat.eqb i d then s else 0%Q)).

Lemma start_germs_mirror : forall x d s,
  mirrors (ray_germs (real_vec x) (coordinate_direction d (Q2R s))) (start_germs x d s).
Proof.
  intros x d s i. unfold start_germs. rewrite !germ_at_tabulate.
  cbn [ray_germs intercept slope]. unfold real_vec, coordinate_direction.
  destruct (Nat.ltb_spec i (Nat.max (length x) (S d))) as [Hi|Hi]; cbn [fst snd qzero].
  - split; [reflexivity|]. destruct (Nat.eqb i d); [reflexivity | symmetry; apply Q2R_0].
  - destruct (Nat.eqb_spec i d); [lia|]. rewrite Q2R_0. split; [|reflexivity].
    apply real_vec_beyond. lia.
Qed.

Definition qslope (net : qnetwork) (x : list Q) (d : nat) (s : Q) (c : nat) : Q :=
  snd (germ_at (qpush net (start_germs x d s)) c).

Definition qbasis (j : nat) : list Q := tabulate (S j) (fun i => if Nat.eqb i j then 1%Q else 0%Q).

Definition qcolumn (net : qnetwork) (x : list Q) (d : nat) (s : Q) (j : nat) : list Q :=
  qtangent net (start_germs x d s) (qbasis j).

Lemma qslope_sound : forall net x d s c,
  tail_slope (real net) (real_vec x) (coordinate_direction d (Q2R s)) c
  = Q2R (qslope net x d s c).
Proof.
  intros net x d s c. apply (qpush_mirrors net _ _ (start_germs_mirror x d s)).
Qed.

Lemma qcolumn_sound : forall net x d s c j,
  tail_jacobian (real net) (real_vec x) (coordinate_direction d (Q2R s)) c j
  = Q2R (entry (qcolumn net x d s j) c).
Proof.
  intros net x d s c j. apply qtangent_mirrors; [apply start_germs_mirror|].
  intros i. unfold qbasis, basis. rewrite entry_tabulate.
  destruct (Nat.ltb_spec i (S j)) as [Hi|Hi].
  - destruct (Nat.eqb i j); [symmetry; apply Q2R_1 | symmetry; apply Q2R_0].
  - destruct (Nat.eqb_spec i j); [lia | symmetry; apply Q2R_0].
Qed.
