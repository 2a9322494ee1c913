using Microsoft.Extensions.Logging;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

public sealed class ExceptionEventsTests
{
    private static readonly string[] s_names =
    [
        "exception", "job.exception", "job.Exception", "job.backup.exception", "job.exceptions", "job.exception.seen", "joboxexception",
        "job.start", "a.exception", "a.b.exception", "ab.exception", "exception.exception", "telemetry.poller.poll.exception",
        "telemetry.exception", "telemetry.log", "job.exc", "x.job.exception",
    ];

    // With the level of the others off, exactly the events that end with an exception have a handler.
    [Theory]
    [InlineData("*")]
    [InlineData("job.*")]
    [InlineData("job*")]
    [InlineData("job.**")]
    [InlineData("*.exception")]
    [InlineData("*exception")]
    [InlineData("job.exception")]
    [InlineData("JOB.EXCEPTION")]
    [InlineData("job.start")]
    [InlineData("job.exc*")]
    [InlineData("job.*exc*")]
    [InlineData("job.?*")]
    [InlineData("job.e?ce*n")]
    [InlineData("job?exception")]
    [InlineData("?.*")]
    [InlineData("*.*")]
    [InlineData("*.b.*")]
    [InlineData("*.????????n")]
    [InlineData("telemetry.*")]
    [InlineData("telemetry*")]
    [InlineData("*.*.*.*")]
    [InlineData("exception.*")]
    [InlineData("*x*")]
    public async Task Events_of_a_pattern_are_told_apart(string pattern)
    {
        await using LoggingHost host = await LoggingHost.StartAsync(
            builder => builder.LogEvents(pattern, LogLevel.Debug, configure: options => options.ExceptionLevel = LogLevel.Warning),
            logging => logging.AddFilter("Telemetry.Events", LogLevel.Information));
        EventPattern parsed = EventPattern.Parse(pattern);

        Assert.Equal(
            s_names.Where(name => parsed.IsMatch(EventName.Parse(name)) && name.EndsWith(".exception", StringComparison.OrdinalIgnoreCase)),
            s_names.Where(name => host.Dispatcher.HasHandlers(name)));
    }
}
