import Foundation
import Testing

/// Resuming equals never having stopped, also after `kill -9` at any instant.
struct KillProcessTests {
  @Test func killedAtRandomMomentsARunEndsInTheSameFiles() async throws {
    let folder = CommandFolder()
    try CommandModel.writeTask(in: folder)
    let arguments = [
      "train", "config.yaml", "--set", "training.checkpoint_interval=1", "--resume", "--output",
    ]
    let undisturbed = try await CommandProcess.run(arguments + ["undisturbed"], in: folder.path)
    #expect(undisturbed.exitCode == 0, "\(undisturbed.error)")
    var kills = 0
    for attempt in 0..<200 {
      let process = try CommandProcess(arguments + ["killed"], in: folder.path)
      // Runs get longer by and by, so that the end comes within reach.
      // The thread itself waits: a task that sleeps would wake late while other tests are busy.
      usleep(.random(in: 20_000...(150_000 + 20_000 * UInt32(attempt))))
      process.send(SIGKILL)
      let result = try await process.result()
      if result.exitCode == -SIGKILL {
        kills += 1
        continue
      }
      #expect(result.exitCode == 0, "\(result.error)")
      break
    }
    #expect(kills >= 2, "the run was never interrupted, so nothing was tested")
    for file in ["model.safetensors", "checkpoint.safetensors"] {
      #expect(
        try folder.read("killed/\(file)") == folder.read("undisturbed/\(file)"), "\(file)")
    }
  }
}
