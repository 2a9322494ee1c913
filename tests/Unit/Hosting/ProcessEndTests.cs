namespace Telemetry.Tests.Hosting;

public sealed class ProcessEndTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[Environment]::Exit(3)")]
    public async Task P4_what_waits_in_a_buffer_is_delivered_when_the_process_ends(string end)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            HostResult result = await HostProgram.RunScriptAsync(
                $$"""
                param($Tests, $Path)
                $null = [Reflection.Assembly]::LoadFrom($Tests)
                [Telemetry.Tests.Hosting.LateHandler]::Attach('job.done', $Path)
                foreach ($i in 1..500) { Invoke-TelemetryEvent job.done $i }
                [IO.File]::Exists($Path)
                {{end}}
                """,
                typeof(ProcessEndTests).Assembly.Location,
                path);

            Assert.Equal((string.Empty, "False"), (result.Error, Assert.Single(result.Lines)));
            Assert.Equal(end.Length == 0 ? 0 : 3, result.ExitCode);
            Assert.Equal(
                Enumerable.Range(1, 500).Select(i => $"{i}").Append("end"),
                await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
