using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

internal sealed class MemoryReporterOptions : ReporterOptions;
