(* What the host language provides in place of Coq's whole numbers. *)
module Integer = struct
  type t

  external add : t -> t -> t = "integer_add"
  external multiply : t -> t -> t = "integer_multiply"
  external negate : t -> t = "integer_negate"
  external less : t -> t -> bool = "integer_less"
  external equal : t -> t -> bool = "integer_equal"
  external shift : t -> t -> t = "integer_shift"
  external make_zero : unit -> t = "integer_zero"
  external make_one : unit -> t = "integer_one"

  let zero = make_zero ()
  let one = make_one ()

  (* Never provided: a program that needs one of these is refused by the build. *)
  external constructor : 'a -> t = "integer_constructor"
  external case : 'a -> 'b -> 'c -> t -> 'd = "integer_case"
end
