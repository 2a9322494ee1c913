using Telemetry.Reporters;

namespace Telemetry.Extensions;

/// <summary>A reporter that was added to the services, and is started when the host starts.</summary>
/// <param name="create">The function that creates the reporter.</param>
internal sealed class AddedReporter(Func<IServiceProvider, Reporter> create)
{
    internal Reporter Create(IServiceProvider services) => create(services) ?? throw new InvalidOperationException(
        "A function that AddReporter was given returned null instead of a reporter.");
}
