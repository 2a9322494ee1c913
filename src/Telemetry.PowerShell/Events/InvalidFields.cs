using System.Collections;

namespace Telemetry.Commands;

/// <summary>Represents an argument that is not a dictionary although the parameter takes one. It is reported when it is
/// read.</summary>
internal sealed class InvalidFields(object value) : Hashtable
{
    internal object Value => value;
}
