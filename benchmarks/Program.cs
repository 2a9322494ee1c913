using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Telemetry.Benchmarks.Reporting;

// The engine reports its use otherwise.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

List<string> options = [.. args];
bool isShort = options.Remove("--short");
bool writes = options.Remove("--write");
string command = string.Join(' ', ["dotnet run -c Release --project benchmarks", .. args.Length > 0 ? ["--", .. args] : args]);
string machine = Machine.Describe(command);
Console.WriteLine($"{machine}\n");
if (options.Remove("--scale"))
{
    Publish(ScaleTable.Group, ScaleTable.Measure());
    return 0;
}

// All, unless something else is asked for.
bool isAll = !options.Exists(option => option.StartsWith('-'));
if (isAll)
{
    options.AddRange(["--filter", "*"]);
}

Summary[] summaries =
[
    .. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
        .Run([.. options], isShort ? RunConfig.Short : RunConfig.Full),
];
IReadOnlyList<Result> results = Result.Read(summaries);
foreach (IGrouping<string, Result> group in results.GroupBy(result => result.Group))
{
    Publish(group.Key, ResultTable.Write(group.OrderBy(result => result.Order)));
}

Result[] targets = [.. results.Where(result => result.Target is not null)];
Console.WriteLine($"Targets: {targets.Count(result => result.MeetsTarget)} of {targets.Length} met.");
Result[] failed = [.. results.Where(result => result.Nanoseconds is null)];
if (failed.Length > 0)
{
    Console.WriteLine($"Failed: {failed.Length} of {results.Count}. See {summaries[0].LogFilePath}.");
}

int peers = 0;
if (isAll)
{
    Publish(ScaleTable.Group, ScaleTable.Measure());
    peers = PeersScript.Run(isShort, writes);
}

return failed.Length == 0 && results.Count > 0 ? peers : 1;

void Publish(string group, string table)
{
    Console.WriteLine($"\n{group}\n\n{table}");
    if (writes && !PerformancePage.Write(group, $"{table}\n{machine}\n"))
    {
        Console.WriteLine($"docs/performance.md has no place for '{group}'.");
    }
}
