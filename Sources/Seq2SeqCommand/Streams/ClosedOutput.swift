/// Thrown when nobody reads the output any more, as after `| head`.
struct ClosedOutput: Error {}
