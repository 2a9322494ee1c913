using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers.Tests;

/// <summary>The generated code in older versions of C#, and on the platforms of the netstandard2.0 build.</summary>
public sealed class LanguageVersionTests
{
    private const string Code =
        """
        using System;
        using Telemetry;

        namespace Library
        {
            /// <summary>Events.</summary>
            public partial class Events
            {
                private readonly TelemetryDispatcher _dispatcher = new TelemetryDispatcher();

                /// <summary>Saved.</summary>
                [TelemetryEvent("library.saved")]
                public static partial void Saved(TimeSpan duration, long? bytes, string route, [Metadata] int status, DayOfWeek day);

                /// <summary>Loaded.</summary>
                [TelemetryEvent("library.loaded")]
                public partial void Loaded(string path);

                /// <summary>A request.</summary>
                [TelemetrySpan("library.request")]
                [Measurement("bytes", Type = typeof(long))]
                public static partial TelemetrySpan StartRequest(string route, int? port);
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Latest)]
    public void Code_compiles_without_warnings(LanguageVersion version)
    {
        var generated = Generated.From(Code, version);

        Assert.Empty(generated.Diagnostics);
        Assert.Empty(generated.Problems);
        Assert.Equal(version >= LanguageVersion.CSharp12, !generated.Source.Contains("MeasurementValue>[] {", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.Latest)]
    public void Code_for_netstandard_compiles_with_arrays(LanguageVersion version)
    {
        CSharpCompilation compilation = Generated.Compile(Code, version, Platform.Netstandard);

        var generated = Generated.From(compilation, version);

        Assert.Empty(generated.Diagnostics);
        Assert.Empty(generated.Problems);
        Assert.Contains("MeasurementValue>[] {", generated.Source, StringComparison.Ordinal);
    }
}
