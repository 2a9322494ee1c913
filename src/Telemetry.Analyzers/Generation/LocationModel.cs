using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Telemetry.Analyzers;

/// <summary>A location in a source file, without the file itself.</summary>
internal sealed record LocationModel(string Path, TextSpan Span, LinePositionSpan Lines)
{
    internal static LocationModel Of(Location location) =>
        new(location.SourceTree?.FilePath ?? string.Empty, location.SourceSpan, location.GetLineSpan().Span);

    internal Location ToLocation() => Location.Create(Path, Span, Lines);
}
