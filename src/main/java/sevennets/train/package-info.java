/**
 * Training: {@link sevennets.train.Recipes} of the papers, the {@link sevennets.train.Trainer} that
 * follows one, the {@link sevennets.train.History} it leaves.
 *
 * <pre>{@code
 * Splits data = Datasets.load("fashion-mnist");
 * Trainer trainer = new Trainer(net, Recipes.get("quick"));
 * History history = trainer.fit(data.train(), data.validation());
 * }</pre>
 */
package sevennets.train;
