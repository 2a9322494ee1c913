using Telemetry.Polling;

namespace Telemetry.Extensions;

/// <summary>A poll that was added to the services, and runs while the host does.</summary>
/// <param name="Name">The name.</param>
/// <param name="Measure">The delegate that measures, in a scope of its own for each run.</param>
/// <param name="Options">The options.</param>
internal sealed record AddedPoll(string Name, Func<IServiceProvider, PollContext, Task> Measure, PollOptions Options);
