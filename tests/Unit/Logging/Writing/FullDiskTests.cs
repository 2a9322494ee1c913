using System.Text.Json;
using Telemetry.Logging;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Logging;

/// <summary>A log whose disk is full, or whose folder is gone.</summary>
[Trait("Category", "Slow")]
public sealed class FullDiskTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(16_000L)]
    public async Task Lines_wait_for_a_disk_that_is_full_and_are_written_whole_and_in_order(long? maxSize)
    {
        using SmallDisk disk = await SmallDisk.CreateAsync();
        using var log = new LogOfATest(options => options.MaxSize = maxSize, disk.PathOf("a.jsonl"));
        using var recorder = EventRecorder.Start(log.Dispatcher, "telemetry.log.*");
        Emit(log, 0, 20);
        log.Flush();

        // Room for a part of the lines.
        disk.Fill(exceptPages: 1);
        Emit(log, 20, 400);
        Assert.False(await log.Log.FlushAsync(Threads.Patience));
        Emit(log, 400, 420);
        Assert.False(await log.Log.FlushAsync(Threads.Patience));

        Assert.Equal(TelemetryLogState.Failing, log.Log.State);
        Assert.Equal(420, log.Log.Written + log.Log.Waiting);
        Assert.NotNull(log.Log.LastError);
        Assert.StartsWith($"Log 'a' cannot write to {log.Path}: ", Assert.Single(log.Notices));
        foreach (string name in disk.Files.Where(name => name[0] != '.'))
        {
            Assert.All(LogOfATest.LinesOf(disk.PathOf(name)), line => RotationTests.IdOf(line));
        }

        disk.Free();
        Assert.True(await log.Log.FlushAsync(Threads.Patience));
        Assert.Equal(
            Enumerable.Range(0, 420),
            disk.Files.Where(name => name[0] != '.').SelectMany(name => LogOfATest.LinesOf(disk.PathOf(name))).Select(RotationTests.IdOf));
        Assert.True(SpinWait.SpinUntil(() => log.Notices.Length == 2, Threads.Patience));
        Assert.Equal($"Log 'a' writes to {log.Path} again. No line was lost.", log.Notices[1]);
        Assert.Equal(TelemetryLogState.Running, log.Log.State);
        Assert.Single(recorder.Records, record => record.EventName.ToString() == "telemetry.log.failure");
        log.Dispose();
    }

    [Fact]
    public async Task Lines_beyond_the_memory_are_dropped_counted_and_mentioned_in_the_log()
    {
        using SmallDisk disk = await SmallDisk.CreateAsync();
        using var log = new LogOfATest(options => options.MaxMemory = 65_536, disk.PathOf("a.jsonl"));
        disk.Fill();
        Emit(log, 0, 10);
        Assert.False(await log.Log.FlushAsync(Threads.Patience));
        Emit(log, 10, 2000);
        long dropped = log.Log.Dropped;

        Assert.InRange(dropped, 1000, 1999);
        Assert.Equal(2000, dropped + log.Log.Waiting);
        Assert.Single(
            log.Notices,
            notice => notice.StartsWith("The memory for lines of the log 'a' is full (64 KB).", StringComparison.Ordinal));

        disk.Free();
        Assert.True(await log.Log.FlushAsync(Threads.Patience));
        Emit(log, 2000, 2001);
        log.Flush();
        JsonElement[] lines = [.. log.Lines().Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
        Assert.Equal(2000 - dropped + 2, lines.Length);
        Assert.Equal("telemetry.log.drop", lines[^2].GetProperty("name").GetString());
        Assert.Equal(dropped, lines[^2].GetProperty("measurements").GetProperty("lines").GetInt64());
        Assert.Contains(log.Notices, notice => notice.EndsWith("had no room in memory and were lost.", StringComparison.Ordinal));
        log.Dispose();
    }

    [Fact]
    public async Task Stop_says_that_lines_could_not_be_written()
    {
        using SmallDisk disk = await SmallDisk.CreateAsync();
        using var log = new LogOfATest(path: disk.PathOf("a.jsonl"));
        disk.Fill();
        Emit(log, 0, 10);

        Assert.False(await log.Log.StopAsync(Threads.Patience));

        Assert.Equal((0, 0, 10), (log.Log.Written, log.Log.Waiting, log.Log.Dropped));
        Assert.Empty(await File.ReadAllBytesAsync(log.Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Folder_that_is_gone_is_a_failure_until_it_is_there_again()
    {
        using var folder = new FolderOfATest();
        string path = Path.Combine(folder.PathOf("logs"), "a.jsonl");
        Directory.CreateDirectory(folder.PathOf("logs"));
        using var log = new LogOfATest(path: path);
        Directory.Delete(folder.PathOf("logs"), recursive: true);
        Emit(log, 0, 10);
        Assert.False(await log.Log.FlushAsync(Threads.Patience));

        Directory.CreateDirectory(folder.PathOf("logs"));
        log.Flush();

        Assert.Equal(Enumerable.Range(0, 10), log.Lines().Select(RotationTests.IdOf));
    }

    [Fact]
    public void Emits_wait_for_a_disk_that_is_slower_and_lose_nothing()
    {
        using var log = new LogOfATest(options => options.MaxMemory = 65_536);
        string text = new('x', 1000);
        Threads.Run(4, thread =>
        {
            for (int i = 0; i < 5000; i++)
            {
                log.Dispatcher.Execute("job.done", [new("id", (thread * 5000) + i)], [new("text", text)]);
            }
        });
        log.Flush();

        Assert.Equal(0, log.Log.Dropped);
        Assert.Equal(Enumerable.Range(0, 20_000), log.Lines().Select(RotationTests.IdOf).Order());
    }

    private static void Emit(LogOfATest log, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            log.Dispatcher.Execute("job.done", [new("id", i)]);
        }
    }
}
