using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Telemetry.Benchmarks.Reporting;

// The engine reports its use otherwise.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

string command = string.Join(' ', ["dotnet run -c Release --project benchmarks", .. args.Length > 0 ? ["--", .. args] : args]);
List<string> rest = [.. args];
bool isShort = rest.Remove("--short");
bool writes = rest.Remove("--write");
if (!rest.Exists(argument => argument.StartsWith('-')))
{
    rest.AddRange(["--filter", "*"]);
}

Summary[] summaries =
[
    .. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
        .Run([.. rest], isShort ? RunConfig.Short : RunConfig.Full),
];
IReadOnlyList<Result> results = Result.Read(summaries);
string machine = Machine.Describe(command);
Console.WriteLine($"\n{machine}");
foreach (IGrouping<string, Result> group in results.GroupBy(result => result.Group))
{
    string table = ResultTable.Write(group.OrderBy(result => result.Order));
    Console.WriteLine($"\n{group.Key}\n\n{table}");
    if (writes && !PerformancePage.Write(group.Key, $"{table}\n{machine}\n"))
    {
        Console.WriteLine("docs/performance.md has no place for this group.");
    }
}

Result[] targets = [.. results.Where(result => result.Target is not null)];
Console.WriteLine($"Targets: {targets.Count(result => result.MeetsTarget)} of {targets.Length} met.");
Result[] failed = [.. results.Where(result => result.Nanoseconds is null)];
Console.WriteLine(failed.Length == 0 ? string.Empty : $"Failed: {failed.Length}. See {summaries[0].LogFilePath}.");
return failed.Length == 0 && results.Count > 0 ? 0 : 1;
