using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>The meter, activity source or logger that made a part of a request, with the resource.</summary>
/// <param name="Name">The name of the meter, source or logger.</param>
/// <param name="Version">Its version; empty if it has none.</param>
/// <param name="Resource">The attributes of the resource, such as <c>service.name</c>.</param>
internal sealed record OtlpScope(string Name, string Version, IReadOnlyDictionary<string, object?> Resource)
{
    /// <summary>Reads the items of all resources and scopes of a request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="resources">The name of the list of resources.</param>
    /// <param name="scopes">The name of the list of scopes in a resource.</param>
    /// <param name="items">The name of the list of items in a scope.</param>
    /// <param name="read">Reads an item.</param>
    internal static IReadOnlyList<T> ReadAll<T>(
        JsonElement body, string resources, string scopes, string items, Func<JsonElement, OtlpScope, T> read)
    {
        var all = new List<T>();
        foreach (JsonElement resource in body.Items(resources))
        {
            IReadOnlyDictionary<string, object?> attributes = resource.Child("resource").Attributes();
            foreach (JsonElement scope in resource.Items(scopes))
            {
                JsonElement own = scope.Child("scope");
                var of = new OtlpScope(own.Text("name"), own.Text("version"), attributes);
                all.AddRange(scope.Items(items).Select(item => read(item, of)));
            }
        }

        return all;
    }
}
