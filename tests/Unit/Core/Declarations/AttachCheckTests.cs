namespace Telemetry.Tests.Core;

/// <summary>The handler that compares all events with their declarations.</summary>
public sealed class AttachCheckTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly EventDeclarations _declarations = new();
    private readonly List<string> _reported = [];

    public AttachCheckTests() => _declarations.Add(
        [new("job.done", null, [new("n", DeclaredType.Integer)]), new("telemetry.own", null, [new("n", DeclaredType.Integer)])]);

    [Fact]
    public void Each_problem_is_reported_once()
    {
        using HandlerRegistration check = Attach();

        for (int i = 0; i < 3; i++)
        {
            _dispatcher.Execute("job.done", [new("n", 1)]);
            _dispatcher.Execute("JOB.done", [new("N", 1.5)], [new("k", 1)]);
            _dispatcher.Execute("job.done", [new("n", 1)], [new("K", 1)]);
            _dispatcher.Execute("job.other", [new("m", 1)]);
            _dispatcher.Execute("telemetry.own");
        }

        Assert.Equal(["job.done WrongType n", "job.done UnknownMetadata k", "telemetry.own MissingMeasurement n"], _reported);
    }

    [Fact]
    public void Keys_that_are_created_at_run_time_do_not_fill_the_memory()
    {
        using HandlerRegistration check = Attach();

        for (int i = 0; i < 1500; i++)
        {
            _dispatcher.Execute("job.done", [new("n", 1)], [new($"k{i}", 1)]);
        }

        Assert.Equal(1000, _reported.Count);
    }

    [Fact]
    public void Check_stays_attached_if_its_report_fails()
    {
        using HandlerRegistration check = _declarations.AttachCheck(_dispatcher, "check", _ => throw new InvalidOperationException());

        _dispatcher.Execute("job.done");

        Assert.True(check.IsAttached);
    }

    [Fact]
    public void Arguments_are_required()
    {
        Assert.Throws<ArgumentNullException>("dispatcher", () => _declarations.AttachCheck(null!, "check", _ => { }));
        Assert.Throws<ArgumentNullException>("report", () => _declarations.AttachCheck(_dispatcher, "check", null!));
        Assert.Throws<ArgumentNullException>("id", () => _declarations.AttachCheck(_dispatcher, null!, _ => { }));
    }

    private HandlerRegistration Attach() => _declarations.AttachCheck(
        _dispatcher, "check", problem => _reported.Add($"{problem.Event} {problem.Kind} {problem.Key}"));
}
