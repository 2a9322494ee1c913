using Telemetry.Logging;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>Rotation, and many writers at once.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task Eight_threads_lose_no_line_while_the_file_is_rotated_by_two_logs()
    {
        using var log = new LogOfATest(options => (options.MaxSize, options.Events) = (20_000, ["job.*"]));
        using TelemetryLog other = log.Create(options => (options.MaxSize, options.Events) = (20_000, ["other.*"]));
        other.Start();
        const int Each = 2000;
        Threads.Run(8, thread =>
        {
            for (int i = 0; i < Each; i++)
            {
                log.Dispatcher.Execute(i % 2 == 0 ? "job.done" : "other.done", [new("id", (thread * Each) + i)]);
            }
        });
        Assert.True(await other.StopAsync(Threads.Patience));
        Assert.True(await log.Log.StopAsync(Threads.Patience));

        Assert.Equal(Enumerable.Range(0, 8 * Each), log.AllLines().Select(IdOf).Order());
        Assert.True(log.Files.Length > 20, $"{log.Files.Length} files");
        Assert.All(log.Files, name => Assert.InRange(new FileInfo(PathOf(log, name)).Length, 1, 20_000));
        Assert.Equal(log.Files.Length - 1, log.Log.Rotations + other.Rotations);
    }

    [Fact]
    public async Task Rotated_files_are_sorted_by_time_and_the_oldest_are_deleted()
    {
        using var log = new LogOfATest(options => (options.MaxSize, options.Keep) = (2000, 3));
        string stranger = PathOf(log, "a.20200101-000000.jsonl");
        File.WriteAllText(stranger, "mine\n");
        for (int i = 0; i < 300; i++)
        {
            log.Dispatcher.Execute("job.done", [new("id", i)]);
        }

        Assert.True(await log.Log.StopAsync(Threads.Patience));
        Assert.True(File.Exists(stranger));
        File.Delete(stranger);
        Assert.Equal(4, log.Files.Length);
        Assert.Matches("^a\\.\\d{8}-\\d{6}-\\d{3}\\.jsonl$", log.Files[0]);
        int[] ids = [.. log.AllLines().Select(IdOf)];
        Assert.Equal(Enumerable.Range(ids[0], ids.Length), ids);
        Assert.Equal(299, ids[^1]);
    }

    [Fact]
    public void File_of_another_day_is_rotated_before_the_first_line()
    {
        using var log = new LogOfATest(options => options.Daily = true);
        log.LineOf([new("id", 1)], []);
        log.LineOf([new("id", 2)], []);
        Assert.Single(log.Files);

        File.SetLastWriteTimeUtc(log.Path, DateTime.UtcNow.AddDays(-1));
        log.Dispatcher.Execute("job.done", [new("id", 3)]);
        log.Flush();

        Assert.Equal(2, log.Files.Length);
        Assert.Equal([3], log.Lines().Select(IdOf));
        Assert.Equal([1, 2, 3], log.AllLines().Select(IdOf));
    }

    [Fact]
    public void Line_that_is_longer_than_a_file_may_be_has_a_file_of_its_own()
    {
        using var log = new LogOfATest(options => options.MaxSize = 1024);
        log.Dispatcher.Execute("job.done", [new("id", 1)]);
        log.Dispatcher.Execute("job.done", [new("id", 2)], [new("text", new string('x', 3000))]);
        log.Dispatcher.Execute("job.done", [new("id", 3)]);
        log.Flush();

        Assert.Equal([1, 2, 3], log.AllLines().Select(IdOf));
        Assert.Equal(3, log.Files.Length);
    }

    [Fact]
    public void File_that_is_renamed_meanwhile_keeps_its_lines_and_another_one_begins()
    {
        using var log = new LogOfATest();
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 3000; i++)
                {
                    log.Dispatcher.Execute("job.done", [new("id", i)]);
                }

                log.Flush();
            },
            () =>
            {
                if (File.Exists(log.Path))
                {
                    File.Move(log.Path, $"{log.Path}.{Guid.NewGuid():N}");
                }
            });

        Assert.Equal(Enumerable.Range(0, 3000), log.AllLines().Select(IdOf).Order());
        Assert.True(log.Files.Length > 1);
    }

    [Fact]
    public void Reader_that_follows_the_file_sees_each_line()
    {
        using var log = new LogOfATest();
        log.LineOf([new("id", 0)], []);
        using var reader = new StreamReader(
            new FileStream(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        for (int i = 1; i < 50; i++)
        {
            Assert.Equal(i - 1, IdOf(reader.ReadLine()!));
            log.LineOf([new("id", i)], []);
        }
    }

    internal static int IdOf(string line)
    {
        using var parsed = System.Text.Json.JsonDocument.Parse(line);
        return parsed.RootElement.GetProperty("measurements").GetProperty("id").GetInt32();
    }

    private static string PathOf(LogOfATest log, string name) => Path.Combine(Path.GetDirectoryName(log.Path)!, name);
}
