using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Strings of connections, as libraries put them on their tags.</summary>
public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("Host=db;Username=app;Password=hunter2;Database=orders", "Host=db;Username=app;Database=orders")]
    [InlineData("Host=db;SSL Password=hunter2", "Host=db")]
    [InlineData("Pwd=hunter2;Server=db", "Server=db")]
    [InlineData("Server=db;password = 'a;hunter2' ;User=app", "Server=db;User=app")]
    [InlineData("Server=db;Password=\"a\"\"; hunter2\";User=app", "Server=db;User=app")]
    [InlineData("Server=db;Password='hunter2;User=app", "Server=db")]
    [InlineData("Endpoint=db;SharedAccessKey=hunter2==", "Endpoint=db")]
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=hunter2==;AccountName=a", "DefaultEndpointsProtocol=https;AccountName=a")]
    public void B2_secrets_are_removed(string text, string expected) => Assert.Equal(expected, Record(text));

    [Theory]
    [InlineData("Host=127.0.0.1;Port=5432;Username=app")]
    [InlineData("key=1")]
    [InlineData("a password, and no pair")]
    [InlineData("=;password")]
    [InlineData("")]
    public void B2_other_texts_are_unchanged(string text) => Assert.Equal(text, Record(text));

    private static string Record(string text)
    {
        string name = $"Strings.{Guid.NewGuid():N}";
        using var activities = new ActivitySource(name);
        using SourceRecorder source = new(name, SourceKind.Activity);

        activities.StartActivity("open")!.AddTag("pool", text).Stop();

        return source.Records[^1].Metadata["pool"].ToString();
    }
}
