void drop(struct node *node) {
  next = node->next;
  free(node); // RIGHT
  node = next;
  free(node->name); // RIGHT
  free(node);
  free(buffer); // RIGHT
  buffer = NULL;
}
