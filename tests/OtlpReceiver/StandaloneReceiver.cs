using Telemetry.Tests.Support;

namespace Telemetry.Tests.Programs;

/// <summary>The receiver of the program.</summary>
internal sealed class StandaloneReceiver() : OtlpServer("node");
