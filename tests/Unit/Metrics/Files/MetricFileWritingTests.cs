using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class MetricFileWritingTests : IDisposable
{
    private readonly FileOfMetrics _file = new();

    public void Dispose() => _file.Dispose();

    private static readonly MetricDefinition s_full = new("web.request.stop.duration", MetricType.Distribution)
    {
        Events = ["web.*.stop"],
        Measurement = "took",
        Tags = ["route", new("status", "http.status")],
        Where = [new("status", 200, "2*", default, true, 1.5), new("odd key", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc))],
        WhereNot = [new("verb", "HEAD")],
        Unit = "millisecond",
        FromUnit = "second",
        Buckets = [0.01, 1, 1e16],
        Description = "It's \"quoted\" \\ and\nbroken: é \u2019 \U0001F600",
        SeriesLimit = 10,
        Lifetime = TimeSpan.FromSeconds(90),
        PerPoll = true,
        TagValues = new Dictionary<string, IReadOnlyList<MetadataValue>> { ["route"] = ["/a", "/b"], ["status"] = [200] },
        SkipMissingTag = true,
        Group = "web",
    };

    [Fact]
    public void M16_what_is_written_is_read_again()
    {
        MetricFile.Write(
            _file.Path,
            [
                s_full,
                new("a.up", MetricType.LastValue) { Value = 1.5 },
                new("a.level", MetricType.Sum) { AllowNegative = true },
                new("a.total", MetricType.Sum) { RunningTotal = true, Lifetime = TimeSpan.FromTicks(15) },
            ]);

        IReadOnlyList<MetricDefinition> read = MetricFile.Read(_file.Path).Metrics;
        string first = File.ReadAllText(_file.Path);
        MetricFile.Write(_file.Path, read);

        Assert.Equal(first, File.ReadAllText(_file.Path));
        Assert.Equal(4, read.Count);
        Assert.Equal(s_full.Events, read[0].Events);
        Assert.Equal(s_full.Measurement, read[0].Measurement);
        Assert.Equal(["route", "status=http.status"], read[0].Tags.Select(tag => tag.ToString()));
        Assert.Equal(["200", "2*", "", "True", "1.5"], read[0].Where[0].Values.Select(value => value.ToString()));
        Assert.Equal("2026-01-01T00:00:00Z", read[0].Where[1].Values[0]);
        Assert.Equal("verb", read[0].WhereNot[0].Key);
        Assert.Equal(s_full.Unit, read[0].Unit);
        Assert.Equal(s_full.FromUnit, read[0].FromUnit);
        Assert.Equal(s_full.Buckets, read[0].Buckets);
        Assert.Equal(s_full.Description, read[0].Description);
        Assert.Equal(s_full.SeriesLimit, read[0].SeriesLimit);
        Assert.Equal(s_full.Lifetime, read[0].Lifetime);
        Assert.True(read[0].PerPoll);
        Assert.Equal(["/a", "/b"], read[0].TagValues["route"]);
        Assert.True(read[0].SkipMissingTag);
        Assert.Equal(s_full.Group, read[0].Group);
        Assert.Equal(1.5, read[1].Value);
        Assert.True(read[2].AllowNegative);
        Assert.True(read[3].RunningTotal);
        Assert.Equal(TimeSpan.FromTicks(15), read[3].Lifetime);
    }

    [Fact]
    public void M16_JSON_is_written_for_people_and_without_defaults()
    {
        MetricFile.Write(
            _file.Path,
            [
                new("a.size", MetricType.Distribution) { Tags = ["x", "y"], Buckets = [0.5, 10], Where = [new("status", 200, 201)] },
                new("a.count", MetricType.Counter) { Lifetime = TimeSpan.FromHours(36) },
            ]);

        Assert.Equal(
            """
            {
              "Metrics": [
                {
                  "Name": "a.size",
                  "Type": "Distribution",
                  "Tag": ["x", "y"],
                  "Where": {"status": [200, 201]},
                  "Bucket": [0.5, 10]
                },
                {
                  "Name": "a.count",
                  "Type": "Counter",
                  "Lifetime": "36h"
                }
              ]
            }

            """,
            File.ReadAllText(_file.Path));
    }

    [Fact]
    public void M16_a_data_file_of_PowerShell_is_written_with_its_quotes()
    {
        using var file = new FileOfMetrics("metrics.PSD1");
        MetricFile.Write(
            file.Path,
            [
                new("a.up", MetricType.LastValue)
                {
                    Description = "It's \u2018x\u2019",
                    Where = [new("http.status", 200, true, default), new("route", "$(1)")],
                    PerPoll = true,
                },
            ]);

        Assert.Equal(
            """
            @{
              Metrics = @(
                @{
                  Name = 'a.up'
                  Type = 'LastValue'
                  Where = @{'http.status' = @(200, $true, $null); route = '$(1)'}
                  Description = 'It''s ‘‘x’’'
                  PerPoll = $true
                }
              )
            }

            """,
            File.ReadAllText(file.Path));
        Assert.Equal(0xEF, File.ReadAllBytes(file.Path)[0]);
    }

    [Fact]
    public void M16_functions_cannot_be_written_and_each_is_named()
    {
        File.WriteAllText(_file.Path, "before");

        MetricException error = Assert.Throws<MetricException>(() => MetricFile.Write(
            _file.Path,
            [
                new("a.one", MetricType.Counter),
                new("a.two", MetricType.Sum) { Reader = static (in EventData _) => 1 },
                new("a.three", MetricType.Sum) { Keep = static (in EventData _) => true },
                new("a.four", MetricType.Sum) { Tags = [new("t", static (in EventData _) => 1)] },
                new("a.five", MetricType.Sum) { Where = [new("x", 1), new("X", 2)] },
            ]));

        Assert.Equal(MetricErrorKind.InvalidMetricFile, error.Kind);
        Assert.All(
            ["'a.two'", "'a.three'", "'a.four'", "'a.five'"],
            name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("'a.one'", error.Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(_file.Path));
    }

    [Fact]
    public void M16_what_could_not_be_read_again_is_not_written()
    {
        MetricException error = Assert.Throws<MetricException>(() => MetricFile.Write(
            _file.Path, [new("a.one", MetricType.Counter), new("a.one", MetricType.Sum)]));

        Assert.Equal(MetricErrorKind.MetricAlreadyExists, error.Kind);
        Assert.False(File.Exists(_file.Path));
    }

    [Fact]
    public void M16_a_file_that_cannot_be_written_is_an_error_of_the_file()
    {
        Assert.Equal(
            MetricErrorKind.InvalidMetricFile,
            Assert.Throws<MetricException>(() => MetricFile.Write(Path.Combine(_file.Path, "x.json"), [])).Kind);
        Assert.Equal(
            MetricErrorKind.InvalidMetricFile,
            Assert.Throws<MetricException>(() => MetricFile.Write(_file.Path + ".txt", [])).Kind);
    }
}
