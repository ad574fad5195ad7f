/// Collects the parameters of a model while its modules are made.
package struct ParameterBuilder {
  /// What has been declared so far.
  package private(set) var parameters: [Parameter] = []
  private var initializations: [Initialization] = []
  private var size = 0

  package init() {}

  /// Declares a parameter and returns its handle.
  package mutating func add(
    _ name: String, rows: Int, columns: Int, role: Parameter.Role = .matrix,
    _ initialization: Initialization
  ) -> Parameter {
    let parameter = Parameter(
      index: parameters.count, name: name, rows: rows, columns: columns, offset: size, role: role)
    parameters.append(parameter)
    initializations.append(initialization)
    size += (parameter.count + 15) / 16 * 16
    return parameter
  }

  /// A store whose weights lie elsewhere, parameter by parameter in their order.
  package func store(_ numbers: [StoredWeights], owner: AnyObject) -> ParameterStore {
    ParameterStore(parameters: parameters, size: size, numbers: numbers, owner: owner)
  }

  /// The store, with zeros.
  package func store() -> ParameterStore {
    ParameterStore(parameters: parameters, initializations: initializations, size: size)
  }
}
