using Microsoft.Extensions.Configuration;

namespace Telemetry.Extensions;

/// <summary>A section of the configuration with settings of the library.</summary>
/// <param name="Section">The section.</param>
internal sealed record ConfiguredSection(IConfigurationSection Section);
