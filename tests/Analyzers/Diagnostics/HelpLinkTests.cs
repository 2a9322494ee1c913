namespace Telemetry.Analyzers.Tests;

public sealed class HelpLinkTests
{
    [Theory]
    [InlineData(null, "docs/diagnostics/TEL101.md")]
    [InlineData("", "docs/diagnostics/TEL101.md")]
    [InlineData("https://example.com/telemetry", "https://example.com/telemetry/blob/HEAD/docs/diagnostics/TEL101.md")]
    [InlineData("https://example.com/telemetry.git", "https://example.com/telemetry/blob/HEAD/docs/diagnostics/TEL101.md")]
    [InlineData("https://example.com/telemetry/", "https://example.com/telemetry/blob/HEAD/docs/diagnostics/TEL101.md")]
    public void Link_leads_into_the_repository_that_the_build_knows(string? repository, string expected) =>
        Assert.Equal(expected, HelpLink.Of("TEL101", repository));
}
