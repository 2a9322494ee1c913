using Telemetry.Diagnostics;

namespace Telemetry.Extensions;

/// <summary>A source that was added to the services, and is enabled while the host runs.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind; null for the first one by which the source is known.</param>
/// <param name="Options">The options.</param>
internal sealed record AddedSource(string Name, SourceKind? Kind, SourceOptions Options);
