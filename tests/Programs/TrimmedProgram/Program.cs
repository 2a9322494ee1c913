using System.Globalization;
using Telemetry.Tests.Programs;

// Uses each package that supports trimming and native AOT, and prints the results: the same in each form of the program.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CoreSection.Run();
DeclarationsSection.Run();
MetricsSection.Run();
await ReportersSection.RunAsync();
await LoggingSection.RunAsync();
await PollingSection.RunAsync();
AlertsSection.Run();
DiagnosticsSection.Run();
await ExtensionsSection.RunAsync();
await AspNetCoreSection.RunAsync();
