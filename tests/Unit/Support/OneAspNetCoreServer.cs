namespace Telemetry.Tests.Support;

/// <summary>Tests with a server of ASP.NET Core in this process, one after the other: what it reports is of the whole
/// process.</summary>
[CollectionDefinition(Name)]
public sealed class OneAspNetCoreServer
{
    public const string Name = "Tests with ASP.NET Core";
}
