import CKernels
import Testing

@Suite struct OptimizerKernelTests {
  @Test(arguments: [0, 1, 7, 16, 4095, 4096, 4097, 9000]) func sumOfSquares(count: Int) {
    var numbers = EngineNumbers(50)
    let x = numbers.floats(count, bound: 3)
    let twin = x.reduce(0) { $0 + Double($1) * Double($1) }
    #expect(abs(ck_sum_of_squares(x, count) - twin) <= 1e-5 * twin)
  }

  @Test func sumOfSquaresKeepsNotANumber() {
    var x = [Float](repeating: 1, count: 5000)
    for place in [0, 17, 4096, 4999] {
      x[place] = .nan
      #expect(ck_sum_of_squares(x, x.count).isNaN)
      x[place] = 1
    }
  }

  /// Algorithm 1 of Kingma and Ba (2015), three steps of it.
  @Test func adam() {
    var numbers = EngineNumbers(51)
    let count = 37
    let (beta1, beta2, rate, epsilon, scale) = (0.9, 0.999, 0.01, 1e-8, 0.5)
    var weights = numbers.floats(count)
    var (first, second) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
    var twin = weights.map(Double.init)
    var (m, v) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<3 {
      let gradient = numbers.floats(count)
      (power1, power2) = (power1 * beta1, power2 * beta2)
      for i in 0..<count {
        let g = Double(gradient[i]) * scale
        m[i] = beta1 * m[i] + (1 - beta1) * g
        v[i] = beta2 * v[i] + (1 - beta2) * g * g
        twin[i] -= rate * (m[i] / (1 - power1)) / ((v[i] / (1 - power2)).squareRoot() + epsilon)
      }
      ck_adam(
        &weights, gradient, &first, &second, count, Float(scale), Float(rate), Float(beta1),
        Float(beta2), Float(epsilon), Float(1 / (1 - power1)), Float(1 / (1 - power2)))
    }
    expectTwin(weights, twin, tolerance: 1e-6)
    expectTwin(first, m, tolerance: 1e-6)
    expectTwin(second, v, tolerance: 1e-6)
  }
}
