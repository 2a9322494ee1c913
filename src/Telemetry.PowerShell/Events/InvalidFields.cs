using System.Collections;

namespace Telemetry.Commands;

/// <summary>Stands for a value that is no dictionary where a parameter takes one: it is reported when it is read.</summary>
internal sealed class InvalidFields(object value) : Hashtable
{
    internal object Value => value;
}
