import CKernels

/// Which vector instructions the kernels were dispatched to.
public enum InstructionSet {
  /// "x86-64-v4" (AVX-512), "x86-64-v3" (AVX2), "baseline" or "arm64".
  public static var name: String { String(cString: ck_instruction_set()) }
}
