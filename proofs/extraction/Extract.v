(** The checker as a program: written by "npm run verified-checker".

    Whole numbers become an abstract type.  What stands for the eight operations
    is listed in integers.ml; should the program use any other operation, or
    the binary form of whole numbers, it would name [integer_constructor] or
    [integer_case], and the build fails. *)

From Coq Require Extraction.
From Farfield Require Import CertificateChecker GuardChecker.

Extraction Language OCaml.

Extract Inductive bool => "bool" ["true" "false"].
Extract Inductive list => "list" ["[]" "(::)"].
Extract Inductive option => "option" ["Some" "None"].
Extract Inductive prod => "(*)" ["(,)"].

Extract Inductive BinNums.Z => "Integer.t"
  ["(Integer.constructor ())" "Integer.constructor" "Integer.constructor"] "Integer.case".
Extract Inlined Constant integer_zero => "Integer.zero".
Extract Inlined Constant integer_one => "Integer.one".
Extract Inlined Constant integer_add => "Integer.add".
Extract Inlined Constant integer_multiply => "Integer.multiply".
Extract Inlined Constant integer_negate => "Integer.negate".
Extract Inlined Constant integer_less => "Integer.less".
Extract Inlined Constant integer_equal => "Integer.equal".
Extract Inlined Constant integer_shift => "Integer.shift".

Extraction "checker.ml" examine check examine_guard check_guard.
