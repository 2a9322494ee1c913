using Telemetry.Metrics;

namespace Telemetry.Tests.Metrics;

public sealed class MetricFileTests : IDisposable
{
    private readonly FileOfMetrics _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void M16_all_options_of_a_metric_are_read_whatever_the_case_of_their_names()
    {
        MetricDefinition definition = Assert.Single(_file.Read("""
            {
              "metrics": [
                {
                  "NAME": "disk.read",
                  "Type": "sum",
                  "EventName": ["disk.*.stop", "tape.stop"],
                  "Measurement": "size",
                  "Tag": { "disk": "disk.name", "kind": "kind" },
                  "Where": { "status": [200, 201], "route": "/api/*", "user": null },
                  "WhereNot": { "test": true },
                  "Unit": "byte",
                  "FromUnit": "kilobyte",
                  "Description": "Bytes read.",
                  "SeriesLimit": 50,
                  "Lifetime": "5m",
                  "PerPoll": true,
                  "AllowNegative": true,
                  "RunningTotal": false,
                  "TagValue": { "disk": ["a", "b"], "kind": 1 },
                  "SkipMissingTag": true,
                  "Group": "disks",
                  "Value": null
                }
              ]
            }
            """).Metrics);

        Assert.Equal("disk.read", definition.Name);
        Assert.Equal(MetricType.Sum, definition.Type);
        Assert.Equal(["disk.*.stop", "tape.stop"], definition.Events);
        Assert.Equal("size", definition.Measurement);
        Assert.Equal(["disk=disk.name", "kind"], definition.Tags.Select(tag => tag.ToString()));
        Assert.Equal(["status: 200 201", "route: /api/*", "user: "], definition.Where.Select(TextOf));
        Assert.Equal(MetadataValueKind.Null, definition.Where[2].Values[0].Kind);
        Assert.Equal(["test: True"], definition.WhereNot.Select(TextOf));
        Assert.Equal("byte", definition.Unit);
        Assert.Equal("kilobyte", definition.FromUnit);
        Assert.Equal("Bytes read.", definition.Description);
        Assert.Equal(50, definition.SeriesLimit);
        Assert.Equal(TimeSpan.FromMinutes(5), definition.Lifetime);
        Assert.True(definition.PerPoll);
        Assert.True(definition.AllowNegative);
        Assert.False(definition.RunningTotal);
        Assert.Equal(["a", "b"], definition.TagValues["disk"]);
        Assert.Equal([1L], definition.TagValues["kind"]);
        Assert.True(definition.SkipMissingTag);
        Assert.Equal("disks", definition.Group);
        Assert.Null(definition.Value);

        static string TextOf(EventCondition condition) => $"{condition.Key}: {string.Join(' ', condition.Values)}";
    }

    [Fact]
    public void M16_one_value_stands_for_a_list_of_one()
    {
        MetricDefinition definition = Assert.Single(_file.Read("""
            { "Metrics": { "Name": "a.b", "Type": "Distribution", "EventName": "c.*", "Tag": "route", "Bucket": 0.5, "Lifetime": 1.5 } }
            """).Metrics);

        Assert.Equal(["c.*"], definition.Events);
        Assert.Equal("route", Assert.Single(definition.Tags).Key);
        Assert.Equal([0.5], definition.Buckets);
        Assert.Equal(TimeSpan.FromSeconds(1.5), definition.Lifetime);
    }

    [Fact]
    public void M16_constant_and_defaults_are_those_of_a_definition()
    {
        MetricDefinition definition = Assert.Single(_file.Read("""
            { "Metrics": [ { "Name": "a.info", "Type": "LastValue", "Value": 1 } ] }
            """).Metrics);

        Assert.Equal(1, definition.Value);
        Assert.Equal(MetricDefinition.DefaultSeriesLimit, definition.SeriesLimit);
        Assert.Null(definition.Lifetime);
        Assert.Empty(definition.Events);
    }

    [Theory]
    [InlineData("shop.web")]
    [InlineData("shop.web.")]
    public void M16_the_prefix_is_put_before_each_name(string prefix)
    {
        MetricFileContent content = _file.Read($$"""
            { "Prefix": "{{prefix}}", "Metrics": [ { "Name": "hits", "Type": "Counter" }, { "Name": "x.y", "Type": "Sum" } ] }
            """);

        Assert.Equal(["shop.web.hits", "shop.web.x.y"], content.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void M16_an_empty_prefix_adds_nothing() =>
        Assert.Equal("a.b", _file.Read("""{ "Prefix": "", "Metrics": [ { "Name": "a.b", "Type": "Counter" } ] }""").Metrics[0].Name);

    [Fact]
    public void M16_polls_and_sources_are_handed_on_as_data()
    {
        MetricFileContent content = _file.Read("""
            { "Polls": [ { "Name": "vm", "Interval": "5s" } ], "Sources": { "Name": "System.Net.Http" } }
            """);

        Assert.Empty(content.Metrics);
        Assert.Equal("5s", Assert.Single(content.Polls).Find("interval")?.Value);
        Assert.Equal("System.Net.Http", Assert.Single(content.Sources).Find("Name")?.Value);
    }

    [Fact]
    public void M16_all_errors_are_reported_with_file_line_and_entry()
    {
        MetricException error = _file.ReadInvalid("""
            {
              "Metrics": [
                { "Name": "a.one", "Type": "Counter" },
                {
                  "Name": "a.two",
                  "Type": "Conter",
                  "Bukket": [1]
                },
                { "Name": "a.three", "Type": "Distribution" },
                "four",
                { "Type": "Sum" },
                { "Name": "A.ONE", "Type": "Sum" }
              ],
              "Metrix": []
            }
            """);

        Assert.Collection(
            error.Message.Split(Environment.NewLine),
            line => Assert.Equal($"The file '{_file.Path}' has 7 errors:", line),
            line => IsError(line, "6: metric 2 ('a.two'): ", "Did you mean 'Counter'?"),
            line => IsError(line, "7: metric 2 ('a.two'): ", "there is no option 'Bukket'. Did you mean 'Bucket'?"),
            line => IsError(line, "9: metric 3 ('a.three'): ", "needs buckets"),
            line => IsError(line, "10: metric 4: ", "it is 'four'"),
            line => IsError(line, "11: metric 5: ", "it has no name"),
            line => IsError(line, "12: metric 6: ", "before this one"),
            line => IsError(line, "14: The file: ", "there is no option 'Metrix'. Did you mean 'Metrics'?"));
        Assert.Equal(MetricErrorKind.InvalidMetricFile, error.Kind);
        Assert.Equal(_file.Path, error.Target);

        void IsError(string line, string place, string problem)
        {
            Assert.StartsWith($"{_file.Path}:{place}", line, StringComparison.Ordinal);
            Assert.Contains(problem, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"Name\": 5", "Name is 5")]
    [InlineData("\"Type\": 1", "Type is 1")]
    [InlineData("\"Type\": \"3\"", "Known are Counter, Sum, LastValue, Summary, Distribution")]
    [InlineData("\"EventName\": [\"a\", 1]", "EventName is 1")]
    [InlineData("\"Measurement\": [\"a\"]", "Measurement is a list")]
    [InlineData("\"Value\": \"1\"", "Value is '1'")]
    [InlineData("\"Tag\": 5", "Tag is 5")]
    [InlineData("\"Tag\": { \"x\": 1 }", "Tag.x is 1")]
    [InlineData("\"Where\": \"x\"", "Where is 'x'")]
    [InlineData("\"Where\": { \"x\": { \"y\": 1 } }", "Where.x is a map")]
    [InlineData("\"WhereNot\": { \"x\": [[1]] }", "WhereNot.x is a list")]
    [InlineData("\"Bucket\": [\"a\"]", "Bucket is 'a'")]
    [InlineData("\"SeriesLimit\": 1.5", "SeriesLimit is 1.5")]
    [InlineData("\"SeriesLimit\": 1e15", "SeriesLimit is 1000000000000000")]
    [InlineData("\"Lifetime\": \"soon\"", "Lifetime is 'soon'. Write a number of seconds, or text such as '500ms'")]
    [InlineData("\"Lifetime\": true", "Lifetime is true")]
    [InlineData("\"PerPoll\": \"yes\"", "PerPoll is 'yes'. Write true or false.")]
    [InlineData("\"TagValue\": [1]", "TagValue is a list")]
    [InlineData("\"Tags\": [\"x\"]", "Did you mean 'Tag'?")]
    [InlineData("\"Wherenott\": 1", "Did you mean 'WhereNot'?")]
    [InlineData("\"xTag\": 1", "Did you mean 'Tag'?")]
    [InlineData("\"Descripton\": 1", "Did you mean 'Description'?")]
    [InlineData("\"Colour\": 1", "Known are Name, Type, EventName")]
    [InlineData("\"a\\nb\": 1", "there is no option 'a<U+000A>b'")]
    public void M16_an_option_of_another_type_or_name_is_refused(string option, string expected)
    {
        string others = option.StartsWith("\"Name\"", StringComparison.Ordinal) ? "\"Type\": \"Sum\""
            : option.StartsWith("\"Type\"", StringComparison.Ordinal) ? "\"Name\": \"a.b\""
            : "\"Name\": \"a.b\", \"Type\": \"Sum\"";

        MetricException error = _file.ReadInvalid($"{{ \"Metrics\": [ {{ {others},\n {option} }} ] }}");

        Assert.StartsWith($"{_file.Path}:2: metric 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Unit\": \"per second\"", MetricErrorKind.InvalidUnit)]
    [InlineData("\"Tag\": [\"\"]", MetricErrorKind.InvalidTag)]
    [InlineData("\"Bucket\": [1]", MetricErrorKind.BucketsNotAllowed)]
    [InlineData("\"Where\": { \"x\": [] }", MetricErrorKind.InvalidFilter)]
    [InlineData("\"Bukket\": [1]", MetricErrorKind.UnknownMetricOption)]
    [InlineData("\"Lifetime\": 0", MetricErrorKind.UnknownMetricOption)]
    public void M16_errors_of_one_kind_keep_it(string option, MetricErrorKind kind)
    {
        MetricException error = _file.ReadInvalid($$"""
            { "Metrics": [ { "Name": "a.b", "Type": "Sum", {{option}} }, { "Name": "a.c", "Type": "Sum", {{option}} } ] }
            """);

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public void M16_exported_names_that_collide_inside_a_file_are_refused()
    {
        MetricException error = _file.ReadInvalid("""
            { "Metrics": [ { "Name": "job.count", "Type": "Counter" },
              { "Name": "job.total", "Type": "LastValue" } ] }
            """);

        Assert.Equal(MetricErrorKind.MetricNameCollision, error.Kind);
        Assert.StartsWith($"{_file.Path}:2: metric 2: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "a list")]
    [InlineData("null", "null")]
    [InlineData("5", "5")]
    [InlineData("\"Metrics\"", "'Metrics'")]
    public void M16_a_file_is_a_map(string text, string description) =>
        Assert.Contains($"it is {description}.", _file.ReadInvalid(text).Message, StringComparison.Ordinal);

    [Fact]
    public void M16_an_empty_map_has_no_metrics() => Assert.Empty(_file.Read("{}").Metrics);

    [Theory]
    [InlineData("missing.json", "missing.json")]
    [InlineData("metrics.psd1", "Import-TelemetryMetric")]
    [InlineData("metrics.yaml", ".json")]
    public void M16_a_file_that_cannot_be_read_is_an_error_of_the_file(string name, string expected)
    {
        using var file = new FileOfMetrics(name);

        MetricException error = Assert.Throws<MetricException>(() => MetricFile.Read(file.Path));

        Assert.Equal(MetricErrorKind.InvalidMetricFile, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void M16_data_of_another_format_is_read_alike()
    {
        MetricDataNode root = MetricDataNode.Map(
        [
            new("Metrics", MetricDataNode.List(
            [
                MetricDataNode.Map(
                [
                    new("Name", MetricDataNode.Scalar("a.b", 3)),
                    new("Type", MetricDataNode.Scalar("Distribution", 4)),
                    new("Bucket", MetricDataNode.List(new object[] { 1, 2.5m, 7u }.Select(bound => MetricDataNode.Scalar(bound)), 5)),
                    new("Lifetime", MetricDataNode.Scalar(90, 6)),
                    new("SeriesLimit", MetricDataNode.Scalar((byte)9, 7)),
                ], 2),
            ])),
        ]);

        MetricDefinition definition = Assert.Single(MetricFile.Create(root, "metrics.psd1").Metrics);

        Assert.Equal([1, 2.5, 7], definition.Buckets);
        Assert.Equal(TimeSpan.FromSeconds(90), definition.Lifetime);
        Assert.Equal(9, definition.SeriesLimit);
    }

    [Fact]
    public void M16_a_map_has_each_key_once() => Assert.Throws<ArgumentException>(() => MetricDataNode.Map(
        [new("x", MetricDataNode.Scalar(1)), new("X", MetricDataNode.Scalar(2))]));
}
